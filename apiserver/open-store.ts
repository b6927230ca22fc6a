import type { Registry } from 'prom-client';
import type { ServerConfig } from './flags.ts';
import { registerCommitMetrics } from './metrics/storage-metrics.ts';
import { flagFailure, forFlag } from './start-failure.ts';
import type { EtcdOptions, Store } from './storage/index.ts';
import { EtcdStore, FileStore } from './storage/index.ts';

/** The store the flags describe, which answers. @throws Error that names the flag, if it does not */
export async function openStore(config: ServerConfig, registry: Registry): Promise<Store> {
  if (config.backend === 'etcd') return openEtcd(config);
  const { fileRootpath = '' } = config;
  return forFlag('--file-rootpath', () => new FileStore(fileRootpath, registerCommitMetrics(registry)));
}

async function openEtcd(config: ServerConfig): Promise<Store> {
  const store = forFlag('--etcd-cafile, --etcd-certfile, --etcd-keyfile', () => new EtcdStore(etcdOptions(config)));
  try {
    await store.ready();
    return store;
  } catch (error) {
    await store.close();
    throw flagFailure('--etcd-servers', error);
  }
}

function etcdOptions({ etcdServers: servers, ...config }: ServerConfig): EtcdOptions {
  const { etcdCafile: caFile, etcdCertfile: certFile, etcdKeyfile: keyFile } = config;
  return { servers, ...(caFile && { caFile }), ...(certFile && { certFile }), ...(keyFile && { keyFile }) };
}
