import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, renderKubeconfig } from '../../../deploy/local/stack/servers/index.ts';
import { writePrivateFile } from '../../../deploy/local/stack/servers/private-files.ts';
import type { Informer } from '../../../operator/kit/index.ts';
import type { Job } from '../../../resources/job/job.ts';
import { makeTestDir } from '../../support/servers/test-dir.ts';
import { until } from '../../support/until.ts';
import { CLIENT } from '../apiserver/contender.ts';
import type { Contender } from '../apiserver/contender.ts';
import { LoadClient, rate } from '../apiserver/load-client.ts';
import { job, JOBS } from '../apiserver/objects.ts';
import { ownContender } from '../apiserver/own-contender.ts';
import { prepare } from '../apiserver/prepare.ts';
import type { BenchOptions } from '../options.ts';
import { HEADER, row } from '../statistics.ts';
import { heapAfterCollection } from './heap.ts';
import { jobInformer } from './job-informer.ts';
import { reconcileLatencies } from './reconcile-latency.ts';

const DIST = join(import.meta.dirname, '../../../dist');
const WRITERS = 32;
const POLL_MS = 2;
const START_TIMEOUT_MS = 30_000;

/** The operator kit on our API server: how fast its cache fills, how much it holds, how soon a change is reconciled. */
export async function benchOperator(say: (line: string) => void, { rounds, objects }: BenchOptions): Promise<void> {
  const dir = await makeTestDir();
  const contender = await ownContender(dir, DIST, await freePort());
  const client = new LoadClient(contender);
  try {
    await contender.start();
    await until('the server to answer', () => answers(client), START_TIMEOUT_MS);
    await prepare({ contender, client });
    const kubeconfig = await writeKubeconfig(dir, contender);
    say(`Operator kit, ${rounds} rounds. Times in ms.\n${HEADER}`);
    say(row('change → reconcile starts, at rest', await reconcileLatencies(client, kubeconfig, rounds)));
    await rate(objects, WRITERS, (index) => client.call({ method: 'POST', path: JOBS, body: job(`many-${index}`) }));
    await benchSync(say, { client, kubeconfig, rounds, objects });
    say(row(`change → reconcile starts, ${objects} Jobs`, await reconcileLatencies(client, kubeconfig, rounds)));
    say('');
  } finally {
    client.close();
    await contender.reset();
    await rm(dir, { recursive: true, force: true });
  }
}

const answers = (client: LoadClient): Promise<boolean> =>
  client.call({ method: 'GET', path: '/version' }).then(
    () => true,
    () => false,
  );

async function writeKubeconfig(dir: string, { url, ca }: Contender): Promise<string> {
  const file = join(dir, 'kubeconfig');
  await writePrivateFile(file, renderKubeconfig({ server: url, caCert: ca, user: CLIENT.user, token: CLIENT.token }));
  return file;
}

type Filling = {
  readonly client: LoadClient;
  readonly kubeconfig: string;
  readonly rounds: number;
  readonly objects: number;
};

/** Filling a cache, beside reading and parsing the same list and nothing else. */
async function benchSync(say: (line: string) => void, { client, kubeconfig, rounds, objects }: Filling): Promise<void> {
  const [bare, cache, ratio, bytes]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const bareMs = await timed(() => client.json({ method: 'GET', path: JOBS }));
    const before = heapAfterCollection();
    const informer = jobInformer(kubeconfig);
    const stop = new AbortController();
    const cacheMs = await timed(() => synced(informer, stop.signal));
    if (informer.list().length < objects) throw new Error(`the cache has ${informer.list().length} objects`);
    bytes.push((heapAfterCollection() - before) / objects);
    stop.abort();
    bare.push(bareMs);
    cache.push(cacheMs);
    ratio.push(cacheMs / bareMs);
  }
  say(row(`one list of ${objects} Jobs, read and parsed`, bare));
  say(row('cache filled', cache));
  say(row('ratio', ratio, 2));
  say(row('memory of the cache, bytes a Job', bytes, 0));
}

async function synced(informer: Informer<Job>, signal: AbortSignal): Promise<void> {
  void informer.run(signal);
  while (!informer.hasSynced) await delay(POLL_MS);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
