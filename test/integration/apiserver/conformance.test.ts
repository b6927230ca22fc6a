import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClientRun } from '../../conformance/clients/client-run.ts';
import { CLIENT_RUNS, startClientRun } from '../../conformance/clients/client-run.ts';
import { checkRandomSequences } from '../../conformance/check-random-sequences.ts';
import type { OwnDifference, Servers } from '../../conformance/conformance.ts';
import {
  describeDifference,
  differencesOf,
  isKnown,
  namespaceOf,
  placeId,
  rerunOf,
} from '../../conformance/conformance.ts';
import { KNOWN_CLIENT_DIFFERENCES, KNOWN_DIFFERENCES } from '../../conformance/known-differences.ts';
import { EXPIRED_SEQUENCES } from '../../conformance/sequences/expired.ts';
import { SEQUENCES } from '../../conformance/sequences/index.ts';
import { serverOf, type Server } from '../../conformance/server.ts';
import { ADMISSION_WEBHOOKS } from '../../conformance/webhooks/admission-webhooks.ts';
import { CONVERSION_WEBHOOKS } from '../../conformance/webhooks/conversion-webhooks.ts';
import type { WebhookServer } from '../../support/webhook-server.ts';
import { inTurns } from '../../support/in-turns.ts';
import { startWebhookServer } from '../../support/webhook-server.ts';
import type { OwnServer } from '../../unit/apiserver/own-server.ts';
import { startTestEtcd, type TestEtcd } from '../../support/servers/test-etcd.ts';
import { startTestApiserver, type TestApiserver } from '../../support/servers/test-apiserver.ts';
import { startOwnServer } from '../../unit/apiserver/own-server.ts';

let dir: string;
let real: TestApiserver;
let etcd: TestEtcd;
let own: OwnServer[] = [];
let webhooks: WebhookServer;
let servers: Servers;
let clients: ClientRun;
/** More of them would keep the webhooks, which are in this process, from answering in time. */
const AT_ONCE = 16;
const WEBHOOKS = { ...ADMISSION_WEBHOOKS, ...CONVERSION_WEBHOOKS };
/** As long as all of them take on a busy machine. */
const CLIENTS_MS = 300_000;
const found = new Map<string, OwnDifference[]>();

/** kube-apiserver keeps versions in a cache, too. */
const forget = async (): Promise<void> => {
  await real.kill();
  await real.compact();
  await real.start();
};

const forgetful = ({ url, store }: OwnServer): Server => ({
  url,
  compact: async () => store.compact(await store.revision()),
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'durasync-conformance-'));
  // Whatever the other suites run on.
  real = await startTestApiserver({ dir, kind: 'kube-apiserver' });
  etcd = await startTestEtcd();
  const onFile = await startOwnServer();
  const onEtcd = await startOwnServer({ store: etcd.openStore() });
  own = [onFile, onEtcd];
  const run = Date.now().toString(36);
  const services = [run, rerunOf(run)].map((word) => `hook.${namespaceOf(placeId('webhook-service', word))}.svc`);
  webhooks = await startWebhookServer((path) => WEBHOOKS[path], services);
  servers = {
    real: { ...serverOf(real.kubeconfig), compact: forget },
    ours: { file: forgetful(onFile), etcd: forgetful(onEtcd) },
    webhooks,
  };
  // Meanwhile, and while the random ones run.
  clients = await startClientRun(real, dir, run);
  // Many at once: each has a namespace and a group of its own, and watches mostly wait.
  await inTurns(SEQUENCES, AT_ONCE, async (one) => found.set(one.name, await differencesOf(servers, one, run)));
}, 240_000);
afterAll(async () => {
  await clients?.stop();
  await Promise.all(own.map((server) => server.stop()));
  await etcd?.stop();
  await real?.stop();
  await webhooks?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

test('sequences have names of their own', () => {
  const names = [...SEQUENCES, ...EXPIRED_SEQUENCES].map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe('our server answers as kube-apiserver does', () => {
  test.each(SEQUENCES.map(({ name }) => name))('%s', (name) => {
    const unknown = (found.get(name) ?? []).filter((one) => !KNOWN_DIFFERENCES.some((known) => isKnown(one, known)));
    expect(unknown.map(describeDifference)).toEqual([]);
  });
});

/** DURASYNC_RANDOM_RUNS asks for more, DURASYNC_RANDOM_SEED for other ones, as everywhere in the tests. */
const { DURASYNC_RANDOM_RUNS: runs = '8' } = process.env;
const random = { runs: Number(runs) };
test('random sequences are answered alike', () => checkRandomSequences(servers, random), 15_000 * random.runs);

describe('clients meet the same with our server as with kube-apiserver', () => {
  const unknownOf = async (name: string): Promise<string[]> => {
    const differences = (await clients.found).get(name) ?? [];
    const unknown = differences.filter((one) => !KNOWN_CLIENT_DIFFERENCES.some((known) => isKnown(one, known)));
    return unknown.map(({ where, what, real, ours }) => JSON.stringify({ where, what, real, ours }, undefined, 2));
  };
  test.each(CLIENT_RUNS)('%s', async (name) => expect(await unknownOf(name)).toEqual([]), CLIENTS_MS);

  test('every known difference still occurs', async () => {
    const all = [...(await clients.found).values()].flat();
    const gone = KNOWN_CLIENT_DIFFERENCES.filter((known) => !all.some((one) => isKnown(one, known)));
    expect(gone.map(({ pattern }) => String(pattern))).toEqual([]);
  });
});

test.each(EXPIRED_SEQUENCES)('$name', async (sequence) => {
  const differences = await differencesOf(servers, sequence, Date.now().toString(36));
  expect(differences.map(describeDifference)).toEqual([]);
});

test('every known difference still occurs', () => {
  const all = [...found.values()].flat();
  const gone = KNOWN_DIFFERENCES.filter((known) => !all.some((one) => isKnown(one, known)));
  expect(gone.map(({ pattern }) => String(pattern))).toEqual([]);
});
