import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StoreEvent } from '../../../apiserver/storage/index.ts';
import { EtcdStore, KeyExistsError } from '../../../apiserver/storage/index.ts';
import type { EtcdCluster } from '../../support/servers/etcd-cluster.ts';
import { startEtcdCluster } from '../../support/servers/etcd-cluster.ts';
import { until } from '../../support/until.ts';
import { ask } from './process/ask.ts';
import { startProcess, stopProcesses } from './process/server-process.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let cluster: EtcdCluster;
beforeAll(async () => void (cluster = await startEtcdCluster()));
afterAll(async () => {
  await stopProcesses();
  await cluster.stop();
});

/** By name and by address. */
const servers = (): string[] =>
  cluster.ports.map((port, index) => `http://${index < 2 ? 'localhost' : '127.0.0.1'}:${port}`);

/** @returns whether it is there now: a write that failed may have been done */
async function create(store: EtcdStore, key: string): Promise<boolean> {
  return store.create(key, '1').then(
    () => true,
    (error: unknown) => error instanceof KeyExistsError,
  );
}

test('a store goes on whichever member is killed, and its watch sees every write once, in order', async () => {
  const store = new EtcdStore({ servers: servers(), prefix: '/store' });
  const seen: StoreEvent[] = [];
  const failures: Error[] = [];
  const sink = {
    events: (batch: readonly StoreEvent[]) => seen.push(...batch),
    failed: (error: Error) => failures.push(error),
  };
  const watch = store.watch({ prefix: '/k/', afterRevision: await store.revision() }, sink);
  const keys: string[] = [];
  for (let member = 0; member < cluster.ports.length; member++) {
    await cluster.kill(member);
    for (const turn of [0, 1]) {
      const key = `/k/${member}-${turn}`;
      await until(`${key} to be written`, () => create(store, key), 15_000);
      keys.push(key);
    }
    expect((await store.list({ prefix: '/k/' })).records.map((record) => record.key)).toEqual(keys);
    await cluster.start(member);
  }
  await watch.progress();
  expect(seen.map(({ key }) => key)).toEqual(keys);
  expect(failures).toEqual([]);
  watch.close();
  await store.close();
}, 120_000);

test('reads are answered while a member says nothing', async () => {
  const store = new EtcdStore({ servers: servers(), prefix: '/silent', timeoutMs: 1000 });
  // A member may have only just started.
  await until('/k to be written', () => create(store, '/k'), 15_000);
  for (const member of cluster.ports.keys()) {
    cluster.pause(member);
    // An election may have to come first.
    await until('the value', async () => (await store.get('/k'))?.value === '1', 15_000);
    cluster.resume(member);
  }
  await store.close();
}, 60_000);

test('a server given the names of all members answers on while one is down, and starts while one is', async () => {
  const flags = ['--backend=etcd', `--etcd-servers=${servers().join(',')}`, '--authn-allow-localhost'];
  const server = await startProcess(flags);
  for (const member of cluster.ports.keys()) {
    await cluster.kill(member);
    const body = { metadata: { name: `while-${member}-is-down` } };
    await until(
      'a write to be answered',
      async () => {
        const { status } = await ask(server, 'POST', CONFIG_MAPS, { body });
        return status === 201 || status === 409;
      },
      15_000,
    );
    const late = await startProcess(flags);
    expect((await ask(late, 'GET', `${CONFIG_MAPS}/while-${member}-is-down`)).status).toBe(200);
    expect(await late.stop()).toBe(0);
    await cluster.start(member);
  }
  expect(await server.stop()).toBe(0);
}, 120_000);
