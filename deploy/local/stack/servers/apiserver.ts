import { join } from 'node:path';
import type { ClusterFiles, ClusterFilesOptions, LocalApiserver } from './cluster-files.ts';
import { isApiserverReady, openClusterFiles, TOKEN_ISSUER } from './cluster-files.ts';
import { startProcess } from './managed-process.ts';
import { privateDir } from './private-files.ts';

export type ApiserverOptions = ClusterFilesOptions & {
  /** argv that runs `apiserver/main.ts`, or what was built of it. */
  readonly command: readonly string[];
  /**
   * Whether the stand-ins of controller-manager run beside it: then pods get accounts and claims are protected while they
   * are in use. Default false.
   */
  readonly hasControllers?: boolean;
  /** Default: in the data folder. */
  readonly logFile?: string;
};

/** Where in its data folder the server keeps the objects. */
export const OBJECTS_FOLDER = 'objects';

const CONTROLLERS_INSIDE = ['cluster-role', 'garbage-collector', 'namespace'];

/** Starts Durasync's own API server on a folder, with RBAC and an administrator's kubeconfig. */
export async function startApiserver(options: ApiserverOptions): Promise<LocalApiserver> {
  const files = await openClusterFiles(options);
  const [command = process.execPath, ...args] = options.command;
  const objects = await privateDir(join(files.dataDir, OBJECTS_FOLDER));
  const managed = startProcess({
    name: 'apiserver',
    command,
    args: [
      ...args,
      '--backend=file',
      `--file-rootpath=${objects}`,
      ...servingArgs(options.port, files),
      ...kubeletArgs(files),
      ...(options.hasControllers ? ['--enable-admission-plugins=ServiceAccount,StorageObjectInUseProtection'] : []),
    ],
    env: { MALLOC_ARENA_MAX: '2' },
    logFile: options.logFile ?? join(files.dataDir, 'apiserver.log'),
    isReady: () => isApiserverReady(files),
  });
  const { url, kubeconfig, adminToken, pki } = files;
  return { ...managed, url, kubeconfig, adminToken, pki, controllersInside: CONTROLLERS_INSIDE };
}

function servingArgs(port: number, { dataDir, serving, tokenFile }: ClusterFiles): string[] {
  return [
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    `--tls-cert-file=${serving.certFile}`,
    `--tls-private-key-file=${serving.keyFile}`,
    `--token-auth-file=${tokenFile}`,
    '--authorization-mode=RBAC',
    `--service-account-issuer=${TOKEN_ISSUER}`,
    `--service-account-key-file=${join(dataDir, 'pki', 'service-account-p256.key')}`,
  ];
}

/** Logs and exec are asked of the node, whose certificate is of the cluster's own authority. */
function kubeletArgs({ pki, kubeletClient }: ClusterFiles): string[] {
  return [
    `--kubelet-certificate-authority=${pki.authority.certFile}`,
    `--kubelet-client-certificate=${kubeletClient.certFile}`,
    `--kubelet-client-key=${kubeletClient.keyFile}`,
  ];
}
