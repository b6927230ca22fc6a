import { copyFile, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findClusterAccess } from '../../../kubernetes/cluster-access.ts';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { resolveKubernetes } from '../toolchain/index.ts';
import { componentKubeconfig, componentTokens, SERVICE_ACCOUNTS, type ServiceAccountName } from './identities.ts';
import { startEtcd, startKubeApiserver, type Pki } from './servers/index.ts';
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
}

const ANSWER_MS = 15_000;

/** Starts etcd and kube-apiserver, or takes the cluster that `KUBECONFIG` names. */
export async function startKubernetes(context: StackContext): Promise<LocalKubernetes> {
  const { dir, ports } = context;
  const source = await resolveKubernetes({ ...context, env: withoutOwnKubeconfig(context.env, dir.kubeconfig) });
  if (source.kind === 'external') return externalKubernetes(source.kubeconfig);
  const tokens = await componentTokens(dir.credentials);
  const etcd = await run(context, 'etcd', () => startEtcd({ binary: source.etcd, dataDir: dir.etcd }));
  const apiserver = await run(context, 'kube-apiserver', () =>
    startKubeApiserver({ binary: source.apiserver, etcd, dataDir: dir.kubernetes, port: ports.kubernetes, tokens }),
  );
  await copyFile(apiserver.kubeconfig, dir.kubeconfig);
  const cluster = { url: apiserver.url, caCert: await readFile(apiserver.pki.authority.certFile, 'utf8') };
  const kubeconfigs = await Promise.all(
    SERVICE_ACCOUNTS.map(async (name) => [name, await componentKubeconfig(dir.credentials, name, cluster)] as const),
  );
  return {
    client: createKubernetesClient({ kubeconfig: dir.kubeconfig }),
    server: apiserver.url,
    adminKubeconfig: dir.kubeconfig,
    kubeconfigOf: Object.fromEntries(kubeconfigs) as Record<ServiceAccountName, string>,
    adminToken: apiserver.adminToken,
    pki: apiserver.pki,
  };
}

/** A shell that still has the KUBECONFIG of the last start, for kubectl, means this API server and not another one. */
export function withoutOwnKubeconfig(env: StackContext['env'], own: string): StackContext['env'] {
  const { KUBECONFIG: named, ...rest } = env;
  return named !== undefined && resolve(named) === own ? rest : env;
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
  };
}
