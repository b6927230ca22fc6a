import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Etcd, LocalApiserver } from '../../../deploy/local/stack/servers/index.ts';
import { startEtcd, startKubeApiserver } from '../../../deploy/local/stack/servers/index.ts';
import { openPki } from '../../../deploy/local/stack/servers/pki.ts';
import type { KubernetesBinaries } from '../../../deploy/local/toolchain/index.ts';
import type { Contender } from './contender.ts';
import { ADMIN, CLIENT } from './contender.ts';

/** Nothing of a bench shall wait for a place. */
const INFLIGHT = ['--max-requests-inflight=2000', '--max-mutating-requests-inflight=1000'];
/** Go's own default: our stack halves it for less memory. */
const STOCK_HEAP = { GOGC: '100' };

/** kube-apiserver on an etcd that syncs every commit, both with their own defaults. */
export async function realContender(dir: string, binaries: KubernetesBinaries, port: number): Promise<Contender> {
  const etcdDir = join(dir, 'etcd');
  const kubernetesDir = join(dir, 'kubernetes');
  const { authority } = await openPki(join(kubernetesDir, 'pki'));
  let running: { readonly etcd: Etcd; readonly apiserver: LocalApiserver } | undefined;
  return {
    name: 'kube-apiserver + etcd',
    url: `https://127.0.0.1:${port}`,
    ca: authority.cert,
    start: async () => {
      const etcd = await startEtcd({ binary: binaries.etcd, dataDir: etcdDir });
      await etcd.ready;
      const apiserver = await startKubeApiserver({
        binary: binaries.apiserver,
        etcd,
        dataDir: kubernetesDir,
        port,
        tokens: [ADMIN, CLIENT],
        extraArgs: INFLIGHT,
        env: STOCK_HEAP,
      });
      running = { etcd, apiserver };
    },
    reset: async () => {
      await running?.apiserver.stop();
      await running?.etcd.stop();
      running = undefined;
      await rm(join(etcdDir, 'data'), { recursive: true, force: true });
    },
    pids: () => (running ? [running.etcd.pid, running.apiserver.pid] : []),
  };
}
