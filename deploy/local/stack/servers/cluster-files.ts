import { join } from 'node:path';
import { answersOk } from './http-probe.ts';
import { renderKubeconfig } from './kubeconfig.ts';
import type { ManagedProcess } from './managed-process.ts';
import type { Pki, StoredPair } from './pki.ts';
import { openPki } from './pki.ts';
import { privateDir, writePrivateFile } from './private-files.ts';
import type { TokenUser } from './tokens.ts';
import { renderTokenFile, storedSecret } from './tokens.ts';

/** What every local API server offers, whichever program it is. */
export type LocalApiserver = ManagedProcess & {
  readonly url: string;
  /** A kubeconfig of group system:masters, mode 0600. */
  readonly kubeconfig: string;
  readonly adminToken: string;
  /** The cluster's authority, e.g. to issue a node's serving certificate. */
  readonly pki: Pki;
  /** What kube-controller-manager does elsewhere and this server does by itself, by the names of `deploy/local/controllers`. */
  readonly controllersInside: readonly string[];
};

export type ClusterFilesOptions = {
  /** Holds certificates, tokens, the kubeconfig and the log. */
  readonly dataDir: string;
  /** The secure port on 127.0.0.1. Keep it for as long as the data: kubeconfigs name it. */
  readonly port: number;
  /** More people let in by a token; the administrator always is. */
  readonly tokens?: readonly TokenUser[];
};

/** The files that let people and parts into a local API server, and it to its node. */
export type ClusterFiles = {
  readonly dataDir: string;
  readonly url: string;
  readonly pki: Pki;
  readonly serving: StoredPair;
  /** Names the API server to the node, which logs and exec are asked of. */
  readonly kubeletClient: StoredPair;
  /** Lines of token,user,uid,"groups". */
  readonly tokenFile: string;
  readonly adminToken: string;
  readonly kubeconfig: string;
};

/** The `iss` of service accounts' tokens. */
export const TOKEN_ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** The first address of the Services' range is the API server's own, inside the cluster. */
const SERVICE_IP = '10.96.0.1';
const HOSTS = [
  '127.0.0.1',
  SERVICE_IP,
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];

/** Opens the files kept in a folder, or makes them there. */
export async function openClusterFiles(options: ClusterFilesOptions): Promise<ClusterFiles> {
  const dataDir = await privateDir(options.dataDir);
  const pki = await openPki(join(dataDir, 'pki'));
  const adminToken = await storedSecret(join(dataDir, 'admin.token'));
  const url = `https://127.0.0.1:${options.port}`;
  const kubeconfig = join(dataDir, 'admin.kubeconfig');
  const login = { server: url, caCert: pki.authority.cert, user: 'admin', token: adminToken };
  await writePrivateFile(kubeconfig, renderKubeconfig(login));
  const tokenFile = join(dataDir, 'tokens.csv');
  const administrator = { token: adminToken, user: 'admin', groups: ['system:masters'] };
  await writePrivateFile(tokenFile, renderTokenFile([administrator, ...(options.tokens ?? [])]));
  const serving = await pki.issue('apiserver', { commonName: 'kube-apiserver', hosts: HOSTS });
  const subject = { commonName: 'kube-apiserver-kubelet-client', organizations: ['system:masters'] };
  const kubeletClient = await pki.issue('kubelet-client', subject);
  return { dataDir, url, pki, serving, kubeletClient, tokenFile, adminToken, kubeconfig };
}

/** Whether the API server of these files says that it is ready. */
export function isApiserverReady({ url, pki, adminToken }: ClusterFiles): Promise<boolean> {
  const headers = { authorization: `Bearer ${adminToken}` };
  return answersOk(`${url}/readyz`, { ca: pki.authority.cert, headers });
}
