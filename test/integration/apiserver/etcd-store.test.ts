import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { EtcdStore } from '../../../apiserver/storage/index.ts';
import type { Etcd } from '../../../deploy/local/stack/servers/index.ts';
import { freePorts, startEtcd } from '../../../deploy/local/stack/servers/index.ts';
import { consoleProgress, resolveKubernetesBinaries } from '../../../deploy/local/toolchain/index.ts';
import { describeEventExpiry } from '../../unit/apiserver/event-expiry-suite.ts';
import { describeStore } from '../../unit/apiserver/storage/store-suite.ts';

let etcd: Etcd;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etcd-store-'));
  const { etcd: binary } = await resolveKubernetesBinaries({ env: process.env, progress: consoleProgress() });
  const [port = 0] = await freePorts(1);
  etcd = await startEtcd({ binary, dataDir: dir, port, fsync: false });
  await etcd.ready;
});
afterAll(async () => {
  await etcd.stop();
  await rm(dir, { recursive: true });
});

async function openStore(prefix = '/registry'): Promise<EtcdStore> {
  const { url, caFile, client } = etcd;
  return new EtcdStore({ servers: [url], caFile, certFile: client.certFile, keyFile: client.keyFile, prefix });
}

// etcd takes up to 100 ms to bring a watch from the past up to date.
describeStore('etcd', () => openStore(), 15);
// What the store's own tests leave is no object.
describeEventExpiry('etcd', () => openStore('/events'));
