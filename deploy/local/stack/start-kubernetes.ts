import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findClusterAccess } from '../../../kubernetes/cluster-access.ts';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { KubernetesSource } from '../toolchain/index.ts';
import { componentKubeconfig, componentTokens, SERVICE_ACCOUNTS, type ServiceAccountName } from './identities.ts';
import { nodeCommand } from './node-process.ts';
import { startApiserver, startEtcd, startKubeApiserver, type LocalApiserver, type Pki } from './servers/index.ts';
import { run, type StackContext } from './stack-context.ts';

/** Kubernetes as the rest of the stack sees it. */
export interface LocalKubernetes {
  readonly client: KubernetesClient;
  /** URL of the API server. */
  readonly server: string;
  /** The administrator's, for the user and the node. */
  readonly adminKubeconfig: string;
  /** What each part logs in with. In a cluster of the user's that is the user's own login. */
  readonly kubeconfigOf: Readonly<Record<ServiceAccountName, string>>;
  /** Token for the REST API; null in a cluster of the user's, who has tokens of their own. */
  readonly adminToken: string | null;
  /** Null in a cluster of the user's, which has nodes of its own. */
  readonly pki: Pki | null;
  /** Stand-ins for controller-manager that the node leaves out, because the API server does their work. */
  readonly controllersInside: readonly string[];
}

const ANSWER_MS = 15_000;

/** Starts the API server of the source, or takes the user's cluster. */
export async function startKubernetes(context: StackContext, source: KubernetesSource): Promise<LocalKubernetes> {
  if (source.kind === 'external') return externalKubernetes(source.kubeconfig);
  const { dir, ports } = context;
  const tokens = await componentTokens(dir.credentials);
  const files = { dataDir: dir.kubernetes, port: ports.kubernetes, tokens };
  if (source.kind === 'durasync') {
    const command = nodeCommand(context.dist, 'apiserver');
    const logFile = join(dir.logs, 'apiserver.log');
    const options = { ...files, command, logFile, hasControllers: true };
    const apiserver = await run(context, 'apiserver', () => startApiserver(options));
    return localKubernetes(context, apiserver);
  }
  const etcd = await run(context, 'etcd', () => startEtcd({ binary: source.etcd, dataDir: dir.etcd }));
  const apiserver = await run(context, 'kube-apiserver', () =>
    startKubeApiserver({ ...files, binary: source.apiserver, etcd, disabledAdmission: [] }),
  );
  return localKubernetes(context, apiserver);
}

async function localKubernetes(
  { dir }: StackContext,
  { url, kubeconfig, adminToken, pki, controllersInside }: LocalApiserver,
): Promise<LocalKubernetes> {
  await copyFile(kubeconfig, dir.kubeconfig);
  const cluster = { url, caCert: pki.authority.cert };
  const kubeconfigs = await Promise.all(
    SERVICE_ACCOUNTS.map(async (name) => [name, await componentKubeconfig(dir.credentials, name, cluster)] as const),
  );
  return {
    client: createKubernetesClient({ kubeconfig: dir.kubeconfig }),
    server: url,
    adminKubeconfig: dir.kubeconfig,
    kubeconfigOf: Object.fromEntries(kubeconfigs) as Record<ServiceAccountName, string>,
    adminToken,
    pki,
    controllersInside,
  };
}

/** @throws Error that tells where the setting came from, when the cluster does not answer */
async function externalKubernetes(kubeconfig: string): Promise<LocalKubernetes> {
  const client = createKubernetesClient({ kubeconfig });
  await client.raw('/version', { timeoutMs: ANSWER_MS }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the cluster that KUBECONFIG (${kubeconfig}) names does not answer: ${reason}\n` +
        'What to do: unset KUBECONFIG to have an API server started here, or correct it.',
      { cause: error },
    );
  });
  return {
    client,
    server: findClusterAccess({ kubeconfig }).cluster.server,
    adminKubeconfig: kubeconfig,
    kubeconfigOf: {
      'durasync-operator': kubeconfig,
      'durasync-control-worker': kubeconfig,
      'durasync-api': kubeconfig,
    },
    adminToken: null,
    pki: null,
    controllersInside: [],
  };
}
