import { join } from 'node:path';
import type { ClusterFiles, ClusterFilesOptions, LocalApiserver } from './cluster-files.ts';
import { isApiserverReady, openClusterFiles, TOKEN_ISSUER } from './cluster-files.ts';
import type { Etcd } from './etcd.ts';
import { startProcess } from './managed-process.ts';
import { serviceAccountKey } from './pki.ts';

export type KubeApiserverOptions = ClusterFilesOptions & {
  readonly binary: string;
  readonly etcd: Etcd;
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

const WITHOUT_CONTROLLER_MANAGER = ['ServiceAccount', 'StorageObjectInUseProtection', 'TaintNodesByCondition'];
const SERVICE_RANGE = '10.96.0.0/16';

/** 226 MB resident in place of 259 at the same CPU time (1,500 creates); 30 saves 20 MB more and costs a fifth more CPU. */
const SMALL_MEMORY = { GOGC: '50' };

/** Starts kube-apiserver on an etcd that is ready, with RBAC and an administrator's kubeconfig. */
export async function startKubeApiserver(options: KubeApiserverOptions): Promise<LocalApiserver> {
  const files = await openClusterFiles(options);
  const managed = startProcess({
    name: 'kube-apiserver',
    command: options.binary,
    args: [
      ...etcdArgs(options.etcd),
      ...servingArgs(options.port, files),
      ...(await authArgs(files)),
      ...kubeletArgs(files),
      ...admissionArgs(options.disabledAdmission ?? WITHOUT_CONTROLLER_MANAGER),
      '--profiling=false',
      ...(options.extraArgs ?? []),
    ],
    env: options.env ?? SMALL_MEMORY,
    logFile: join(files.dataDir, 'kube-apiserver.log'),
    isReady: () => isApiserverReady(files),
  });
  const { url, kubeconfig, adminToken, pki } = files;
  return { ...managed, url, kubeconfig, adminToken, pki, controllersInside: [] };
}

function etcdArgs({ url, caFile, client }: Etcd): string[] {
  return [
    `--etcd-servers=${url}`,
    `--etcd-cafile=${caFile}`,
    `--etcd-certfile=${client.certFile}`,
    `--etcd-keyfile=${client.keyFile}`,
  ];
}

function servingArgs(port: number, { serving }: ClusterFiles): string[] {
  return [
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${serving.certFile}`,
    `--tls-private-key-file=${serving.keyFile}`,
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    // A loopback address is not allowed as the endpoint of the "kubernetes" Service, so it gets none.
    '--endpoint-reconciler-type=none',
    // Requests still open at the end (watches) are cut, or a stop would wait a minute for them.
    '--shutdown-delay-duration=0s',
    '--shutdown-watch-termination-grace-period=0s',
  ];
}

async function authArgs({ dataDir, pki, tokenFile }: ClusterFiles): Promise<string[]> {
  const accountKey = await serviceAccountKey(join(dataDir, 'pki'));
  return [
    `--token-auth-file=${tokenFile}`,
    `--client-ca-file=${pki.authority.certFile}`,
    '--authorization-mode=RBAC',
    '--anonymous-auth=false',
    `--service-account-issuer=${TOKEN_ISSUER}`,
    `--service-account-key-file=${accountKey}`,
    `--service-account-signing-key-file=${accountKey}`,
  ];
}

/** Logs, exec and port-forward are asked of the node by the API server, which names itself with this certificate. */
function kubeletArgs({ kubeletClient }: ClusterFiles): string[] {
  return [
    `--kubelet-client-certificate=${kubeletClient.certFile}`,
    `--kubelet-client-key=${kubeletClient.keyFile}`,
    '--kubelet-preferred-address-types=InternalIP,Hostname',
  ];
}

function admissionArgs(disabled: readonly string[]): string[] {
  return disabled.length === 0 ? [] : [`--disable-admission-plugins=${disabled.join(',')}`];
}
