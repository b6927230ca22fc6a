import { beforeEach, expect, test } from '@jest/globals';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import { OrphanSweep } from '../../../operator/job/orphans/orphan-sweep.ts';
import { parseKey } from '../../../operator/kit/object-key.ts';
import { sampleJob } from './sample-job.ts';

const signal = new AbortController().signal;

/** The cluster of the sweep; workflows are of it unless `clusters` says otherwise. */
const cluster = 'here';

let running: string[];
let clusters: Map<string, string | undefined>;
/** What a list answers, and what a look at one Job answers. */
let listed: string[];
let live: string[];
let listFails: boolean;
let ended: string[];
let told: string[];
let sweep: OrphanSweep;

const notFound = (): KubernetesError => new KubernetesError({ code: 404, reason: 'NotFound', message: 'not found' });
/** A key with its namespace, which Jobs always have. */
const keyOf = (key: string) => ({ namespace: parseKey(key).namespace ?? '', name: parseKey(key).name });
const clusterOf = (key: string) => (clusters.has(key) ? clusters.get(key) : cluster);
const jobOf = (key: string) => sampleJob({ metadata: parseKey(key) });

beforeEach(() => {
  [running, listed, live, listFails, ended, told] = [[], [], [], false, [], []];
  clusters = new Map();
  const client = {
    list: () => {
      if (listFails) throw new KubernetesError({ code: 500, reason: 'InternalError', message: 'half of it' });
      return Promise.resolve({ metadata: {}, items: listed.map(jobOf) });
    },
    get: (_ref: unknown, { namespace = '', name }: { namespace?: string; name: string }) => {
      const key = `${namespace}/${name}`;
      return live.includes(key) ? Promise.resolve(jobOf(key)) : Promise.reject(notFound());
    },
  } as unknown as Pick<KubernetesClient, 'get' | 'list'>;
  const workflows = {
    running: () => Promise.resolve(running.map((key) => ({ ...keyOf(key), cluster: clusterOf(key) }))),
    remove: (namespace: string, name: string) => Promise.resolve(void ended.push(`${namespace}/${name}`)),
  };
  const tell = (...args: unknown[]) => void told.push(String(args.at(-1)));
  sweep = new OrphanSweep({ client, workflows, logger: { info: tell, warn: tell }, cluster });
});

test('a workflow without its Job is told of first and ended by the next sweep, others never', async () => {
  [running, listed] = [['ns/kept', 'ns/gone'], ['ns/kept']];
  await sweep.sweep(signal);
  expect([ended, told]).toEqual([[], ['the workflow of a Job that is gone; the next sweep ends it']]);
  await sweep.sweep(signal);
  expect(ended).toEqual(['ns/gone']);
});

test('a Job that came back in between, or that only a look finds, keeps its workflow', async () => {
  [running, listed] = [['ns/back', 'ns/late', 'ns/kept'], ['ns/kept']];
  await sweep.sweep(signal);
  [listed, live] = [['ns/kept', 'ns/back'], ['ns/late']];
  await sweep.sweep(signal);
  listed = ['ns/kept'];
  await sweep.sweep(signal);
  expect(ended).toEqual([]);
});

test('nothing is ended by an answer that is not whole, nor by a cluster without any Job', async () => {
  [running, listed] = [['ns/gone', 'ns/kept'], ['ns/kept']];
  await sweep.sweep(signal);
  listFails = true;
  await expect(sweep.sweep(signal)).rejects.toThrow('half of it');
  [listFails, listed] = [false, []];
  await sweep.sweep(signal);
  await sweep.sweep(signal);
  expect(ended).toEqual([]);
});

test('a workflow of another cluster is left alone, and one that does not say its cluster too, which is told once', async () => {
  [running, listed] = [
    ['ns/other', 'ns/silent', 'ns/kept', 'ns/silent-kept'],
    ['ns/kept', 'ns/silent-kept'],
  ];
  clusters = new Map([
    ['ns/other', 'elsewhere'],
    ['ns/silent', undefined],
    ['ns/silent-kept', undefined],
  ]);
  for (let sweeps = 0; sweeps < 3; sweeps += 1) await sweep.sweep(signal);
  expect([ended, told]).toEqual([[], ['a workflow without a Job here does not say its cluster; it is left alone']]);
});
