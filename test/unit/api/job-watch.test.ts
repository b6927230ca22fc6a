import { afterEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { openJobFeed } from '../../../api/cluster/job-feed.ts';
import { startJobWatch } from '../../../api/cluster/job-watch.ts';
import type { JobListener, JobWatch } from '../../../api/cluster/job-watch.ts';
import type { KubernetesClient, WatchEvent } from '../../../kubernetes/kubernetes-client.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import type { Job } from '../../../resources/job/job.ts';
import { until } from '../../support/until.ts';

type Step = WatchEvent<Job> | Error | 'end';

const key = { namespace: 'site', name: 'debian' };
const job = (resourceVersion: string): Job =>
  ({ apiVersion: 'v1', kind: 'Job', metadata: { ...key, resourceVersion }, spec: {} }) as unknown as Job;
const changed = (version: string): Step => ({ type: 'MODIFIED', object: job(version) });
const gone = (): Error => new KubernetesError({ code: 410, reason: 'Expired', message: 'too old' });
const missing = (): Error => new KubernetesError({ code: 404, reason: 'NotFound', message: 'none' });

/** An API server with one Job, whose watch does what a script says and then stays open. */
function cluster(script: Step[], current: Job | null = job('1')) {
  const asked: string[] = [];
  const client = {
    list: async () => {
      asked.push('list');
      return { metadata: { resourceVersion: '100' }, items: [] };
    },
    get: async (_ref: unknown, { name }: { name: string }) => {
      if (current?.metadata.name !== name) throw missing();
      return current;
    },
    async *watch(_ref: unknown, { resourceVersion, signal }: { resourceVersion?: string; signal: AbortSignal }) {
      asked.push(`watch ${resourceVersion}`);
      for (let step = script.shift(); step !== undefined; step = script.shift()) {
        if (step === 'end') return;
        if (step instanceof Error) throw step;
        yield step;
      }
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      await promise;
    },
  } as unknown as KubernetesClient;
  return { client, asked };
}

let watch: JobWatch | undefined;
afterEach(() => watch?.stop());

const start = (client: KubernetesClient): JobWatch =>
  (watch = startJobWatch({ client, logger: pino({ enabled: false }) }));

describe('startJobWatch', () => {
  test('goes on where it was when the server ends the watch', async () => {
    const { client, asked } = cluster([changed('101'), 'end', changed('102')]);
    const seen: unknown[] = [];
    start(client).subscribe(key, (version) => seen.push(version?.metadata.resourceVersion));
    await until('the second change', () => seen.includes('102'));
    expect(asked).toEqual(['list', 'watch 100', 'watch 101']);
    expect(seen.slice(-2)).toEqual(['101', '102']);
  });

  test('goes on where it was when the connection breaks', async () => {
    const { client, asked } = cluster([changed('101'), new Error('reset'), changed('102')]);
    const seen: unknown[] = [];
    start(client).subscribe(key, (version) => seen.push(version?.metadata.resourceVersion));
    await until('the change after the break', () => seen.includes('102'));
    expect(asked.filter((call) => call.startsWith('watch'))).toEqual(['watch 100', 'watch 101']);
    expect(asked.filter((call) => call === 'list')).toHaveLength(1);
  });

  test('tells the present state when the past is gone', async () => {
    const { client, asked } = cluster([changed('101'), gone()], job('500'));
    const seen: unknown[] = [];
    start(client).subscribe(key, (version) => seen.push(version?.metadata.resourceVersion));
    await until('the present state', () => seen.indexOf('101') !== -1 && seen.at(-1) === '500');
    expect(asked.filter((call) => call === 'list')).toHaveLength(2);
  });

  test('tells that a Job went while the past was lost', async () => {
    const { client } = cluster([changed('101'), gone()], null);
    const seen: unknown[] = [];
    start(client).subscribe(key, (version) => seen.push(version));
    await until('the end', () => seen.at(-1) === undefined && seen.length > 1);
  });

  test('tells nothing to who stopped listening, nor of other Jobs', async () => {
    const { client } = cluster([changed('101'), { type: 'ADDED', object: job('102') }]);
    const [one, other, stopped] = [[], [], []] as unknown[][];
    const started = start(client);
    started.subscribe(key, (version) => stopped?.push(version))();
    started.subscribe({ ...key, name: 'other' }, (version) => version && other?.push(version));
    started.subscribe(key, (version) => one?.push(version));
    await until('the second change', () => (one?.at(-1) as Job | undefined)?.metadata.resourceVersion === '102');
    expect([other, stopped]).toEqual([[], []]);
  });
});

describe('openJobFeed', () => {
  test('never goes back to an older version', async () => {
    const { client } = cluster([], job('5'));
    let tell: JobListener = () => undefined;
    const source = {
      isOpen: true,
      stop: async () => undefined,
      subscribe: (_key: unknown, listener: JobListener) => ((tell = listener), () => undefined),
    };
    const controller = new AbortController();
    const feed = openJobFeed({ client, watch: source }, key, controller.signal);
    const versions = feed.versions();
    tell(job('9'));
    await feed.refresh();
    expect((await versions.next()).value).toEqual(job('9'));
    tell(job('8'));
    tell(job('10'));
    expect((await versions.next()).value).toEqual(job('10'));
    controller.abort();
    expect((await versions.next()).done).toBe(true);
  });
});
