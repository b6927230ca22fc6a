import { join } from 'node:path';
import type { Etcd } from './etcd.ts';
import { answersOk } from './http-probe.ts';
import { renderKubeconfig } from './kubeconfig.ts';
import type { ManagedProcess } from './managed-process.ts';
import { startProcess } from './managed-process.ts';
import type { Pki, StoredPair } from './pki.ts';
import { openPki, serviceAccountKey } from './pki.ts';
import { privateDir, writePrivateFile } from './private-files.ts';
import type { TokenUser } from './tokens.ts';
import { renderTokenFile, storedSecret } from './tokens.ts';

export type KubeApiserverOptions = {
  readonly binary: string;
  readonly etcd: Etcd;
  /** Holds certificates, tokens, the kubeconfig and the log. */
  readonly dataDir: string;
  /** The secure port on 127.0.0.1. Keep it for as long as the data: kubeconfigs name it. */
  readonly port: number;
  /** More people let in by a token; the administrator always is. */
  readonly tokens?: readonly TokenUser[];
  /**
   * Admission plugins left out. Default: those whose counterpart runs in kube-controller-manager, which is not started
   * here, so that without it pods and claims could not be created or would never go away. Give `[]` beside one.
   */
  readonly disabledAdmission?: readonly string[];
  /** Flags added after all others, e.g. `--v=4`. */
  readonly extraArgs?: readonly string[];
  /** Added to its environment; default: what keeps its memory small. */
  readonly env?: Readonly<Record<string, string>>;
};

export type KubeApiserver = ManagedProcess & {
  readonly url: string;
  /** A kubeconfig of group system:masters, mode 0600. */
  readonly kubeconfig: string;
  readonly adminToken: string;
  /** The cluster's authority, e.g. to issue a node's serving certificate. */
  readonly pki: Pki;
};

const WITHOUT_CONTROLLER_MANAGER = ['ServiceAccount', 'StorageObjectInUseProtection', 'TaintNodesByCondition'];
const SERVICE_RANGE = '10.96.0.0/16';
/** The first address of the range is the API server's own, inside the cluster. */
const SERVICE_IP = '10.96.0.1';
const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const HOSTS = [
  '127.0.0.1',
  SERVICE_IP,
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];

/** 226 MB resident in place of 259 at the same CPU time (1,500 creates); 30 saves 20 MB more and costs a fifth more CPU. */
const SMALL_MEMORY = { GOGC: '50' };

/** Starts kube-apiserver on an etcd that is ready, with RBAC and an administrator's kubeconfig. */
export async function startKubeApiserver(options: KubeApiserverOptions): Promise<KubeApiserver> {
  const dataDir = await privateDir(options.dataDir);
  const pki = await openPki(join(dataDir, 'pki'));
  const adminToken = await storedSecret(join(dataDir, 'admin.token'));
  const url = `https://127.0.0.1:${options.port}`;
  const kubeconfig = join(dataDir, 'admin.kubeconfig');
  await writePrivateFile(
    kubeconfig,
    renderKubeconfig({ server: url, caCert: pki.authority.cert, user: 'admin', token: adminToken }),
  );
  const managed = startProcess({
    name: 'kube-apiserver',
    command: options.binary,
    args: [
      ...etcdArgs(options.etcd),
      ...servingArgs(options.port, await pki.issue('apiserver', { commonName: 'kube-apiserver', hosts: HOSTS })),
      ...(await authArgs(dataDir, pki, [
        { token: adminToken, user: 'admin', groups: ['system:masters'] },
        ...(options.tokens ?? []),
      ])),
      ...(await kubeletArgs(pki)),
      ...admissionArgs(options.disabledAdmission ?? WITHOUT_CONTROLLER_MANAGER),
      '--profiling=false',
      ...(options.extraArgs ?? []),
    ],
    env: options.env ?? SMALL_MEMORY,
    logFile: join(dataDir, 'kube-apiserver.log'),
    isReady: () =>
      answersOk(`${url}/readyz`, { ca: pki.authority.cert, headers: { authorization: `Bearer ${adminToken}` } }),
  });
  return { ...managed, url, kubeconfig, adminToken, pki };
}

function etcdArgs({ url, caFile, client }: Etcd): string[] {
  return [
    `--etcd-servers=${url}`,
    `--etcd-cafile=${caFile}`,
    `--etcd-certfile=${client.certFile}`,
    `--etcd-keyfile=${client.keyFile}`,
  ];
}

function servingArgs(port: number, pair: StoredPair): string[] {
  return [
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${pair.certFile}`,
    `--tls-private-key-file=${pair.keyFile}`,
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    // A loopback address is not allowed as the endpoint of the "kubernetes" Service, so it gets none.
    '--endpoint-reconciler-type=none',
    // Requests still open at the end (watches) are cut, or a stop would wait a minute for them.
    '--shutdown-delay-duration=0s',
    '--shutdown-watch-termination-grace-period=0s',
  ];
}

async function authArgs(dataDir: string, pki: Pki, users: readonly TokenUser[]): Promise<string[]> {
  const tokenFile = join(dataDir, 'tokens.csv');
  await writePrivateFile(tokenFile, renderTokenFile(users));
  const accountKey = await serviceAccountKey(join(dataDir, 'pki'));
  return [
    `--token-auth-file=${tokenFile}`,
    `--client-ca-file=${pki.authority.certFile}`,
    '--authorization-mode=RBAC',
    '--anonymous-auth=false',
    `--service-account-issuer=${ISSUER}`,
    `--service-account-key-file=${accountKey}`,
    `--service-account-signing-key-file=${accountKey}`,
  ];
}

/** Logs, exec and port-forward are asked of the node by the API server, which names itself with this certificate. */
async function kubeletArgs(pki: Pki): Promise<string[]> {
  const subject = { commonName: 'kube-apiserver-kubelet-client', organizations: ['system:masters'] };
  const pair = await pki.issue('kubelet-client', subject);
  return [
    `--kubelet-client-certificate=${pair.certFile}`,
    `--kubelet-client-key=${pair.keyFile}`,
    '--kubelet-preferred-address-types=InternalIP,Hostname',
  ];
}

function admissionArgs(disabled: readonly string[]): string[] {
  return disabled.length === 0 ? [] : [`--disable-admission-plugins=${disabled.join(',')}`];
}
