import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EtcdStore } from '../../../apiserver/storage/index.ts';
import type { Etcd } from '../../../deploy/local/stack/servers/index.ts';
import { freePort, startEtcd } from '../../../deploy/local/stack/servers/index.ts';
import { consoleProgress, resolveKubernetesBinaries } from '../../../deploy/local/toolchain/index.ts';

/** An etcd of a test's own, with nothing in it. */
export type TestEtcd = {
  /** @param prefix of its keys; default one nobody else has, so that the store is empty */
  openStore(prefix?: string): EtcdStore;
  /** What starts our server on it. */
  readonly flags: readonly string[];
  /** Kills it and removes its data: stopped, it would wait for servers that still watch. */
  stop(): Promise<void>;
};

export async function startTestEtcd(): Promise<TestEtcd> {
  const { etcd: binary } = await resolveKubernetesBinaries({ env: process.env, progress: consoleProgress() });
  const dir = await mkdtemp(join(tmpdir(), 'test-etcd-'));
  // A kill loses nothing without fsync.
  const etcd = await startEtcd({ binary, dataDir: dir, port: await freePort(), fsync: false });
  await etcd.ready;
  let opened = 0;
  return {
    openStore: (prefix = `/own-${opened++}`) => new EtcdStore({ ...connectionTo(etcd), prefix }),
    flags: etcdFlags(etcd),
    stop: async () => {
      process.kill(etcd.pid, 'SIGKILL');
      await etcd.exited;
      await rm(dir, { recursive: true });
    },
  };
}

const connectionTo = ({ url, caFile, client: { certFile, keyFile } }: Etcd) => ({
  servers: [url],
  caFile,
  certFile,
  keyFile,
});

/** What starts our server on an etcd. */
export const etcdFlags = ({ url, caFile, client }: Etcd): string[] => [
  '--backend=etcd',
  `--etcd-servers=${url}`,
  `--etcd-cafile=${caFile}`,
  `--etcd-certfile=${client.certFile}`,
  `--etcd-keyfile=${client.keyFile}`,
];
