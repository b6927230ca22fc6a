import { join } from 'node:path';
import { answersOk } from './http-probe.ts';
import type { ManagedProcess } from './managed-process.ts';
import { startProcess } from './managed-process.ts';
import type { StoredPair } from './pki.ts';
import { openPki } from './pki.ts';
import { privateDir } from './private-files.ts';
import { rememberedPorts } from './remembered-ports.ts';

export type EtcdOptions = {
  readonly binary: string;
  /** Holds the data, the certificates and the log; a restart on the same folder finds everything again. */
  readonly dataDir: string;
  /** Default: one of its own choice, the same at every start. */
  readonly port?: number;
  /** Default true. Without it a loss of power can lose data, a kill cannot: right for tests. */
  readonly fsync?: boolean;
};

export type Etcd = ManagedProcess & {
  /** `https://127.0.0.1:<port>`; only the holder of `client` may talk to it. */
  readonly url: string;
  readonly caFile: string;
  readonly client: StoredPair;
};

/** etcd refuses writes above this size, until it is compacted. */
const QUOTA_BYTES = 4 * 1024 ** 3;

/**
 * Starts a single etcd on 127.0.0.1. Clients must show a certificate: Secrets are in there in the clear, and every user
 * of a machine can reach its loopback ports.
 */
export async function startEtcd(options: EtcdOptions): Promise<Etcd> {
  const dataDir = await privateDir(options.dataDir);
  const [ownPort = 0, peerPort = 0] = await rememberedPorts(join(dataDir, 'ports.json'), 2);
  const url = `https://127.0.0.1:${options.port ?? ownPort}`;
  const pki = await openPki(join(dataDir, 'pki'));
  const server = await pki.issue('server', { commonName: 'etcd', hosts: ['127.0.0.1', 'localhost'] });
  const client = await pki.issue('client', { commonName: 'kube-apiserver' });
  const caFile = pki.authority.certFile;
  const peerUrl = `https://127.0.0.1:${peerPort}`;
  const managed = startProcess({
    name: 'etcd',
    command: options.binary,
    args: [
      '--name=default',
      `--data-dir=${await privateDir(join(dataDir, 'data'))}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      ...tlsArgs('', server, caFile),
      ...tlsArgs('peer-', server, caFile),
      `--quota-backend-bytes=${QUOTA_BYTES}`,
      '--log-level=warn',
      `--unsafe-no-fsync=${options.fsync === false}`,
    ],
    logFile: join(dataDir, 'etcd.log'),
    isReady: () => answersOk(`${url}/health`, { ca: pki.authority.cert, cert: client.cert, key: client.key }),
  });
  return { ...managed, url, caFile, client };
}

function tlsArgs(prefix: string, pair: StoredPair, caFile: string): string[] {
  return [
    `--${prefix}cert-file=${pair.certFile}`,
    `--${prefix}key-file=${pair.keyFile}`,
    `--${prefix}trusted-ca-file=${caFile}`,
    `--${prefix}client-cert-auth`,
  ];
}
