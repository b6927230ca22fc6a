import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { KubeconfigError, readKubeconfig } from './kubeconfig.ts';
import type { ClusterAccess } from './kubeconfig.ts';

/** Where to look for a cluster. */
export interface AccessOptions {
  /** Path of a kubeconfig; it wins over everything else. */
  readonly kubeconfig?: string | undefined;
  /** Context of the kubeconfig; its current one unless told. */
  readonly context?: string | undefined;
  /** `process.env` unless told. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where a pod finds its service account; the standard mount unless told. */
  readonly serviceAccountDirectory?: string;
}

const standardMount = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The cluster to talk to: the given kubeconfig, else `$KUBECONFIG`, else the pod's service account, else
 * `~/.kube/config`. Throws KubeconfigError when there is none.
 */
export function findClusterAccess(options: AccessOptions = {}): ClusterAccess {
  const env = options.env ?? process.env;
  if (options.kubeconfig) return readKubeconfig([options.kubeconfig], options.context);
  const files = (env['KUBECONFIG'] ?? '').split(path.delimiter).filter((file) => file !== '');
  if (files.length > 0) return readKubeconfig(files, options.context);
  const directory = options.serviceAccountDirectory ?? standardMount;
  if (env['KUBERNETES_SERVICE_HOST'] && existsSync(path.join(directory, 'token'))) return inCluster(env, directory);
  const standard = path.join(env['HOME'] ?? homedir(), '.kube', 'config');
  if (existsSync(standard)) return readKubeconfig([standard], options.context);
  throw new KubeconfigError('no cluster: give a kubeconfig, set KUBECONFIG, or run in a pod with a service account');
}

function inCluster(env: Readonly<Record<string, string | undefined>>, directory: string): ClusterAccess {
  const host = env['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = env['KUBERNETES_SERVICE_PORT'] ?? '443';
  const namespaceFile = path.join(directory, 'namespace');
  return {
    cluster: {
      name: 'in-cluster',
      server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
      caFile: path.join(directory, 'ca.crt'),
      skipTLSVerify: false,
    },
    user: { name: 'service-account', tokenFile: path.join(directory, 'token') },
    namespace: existsSync(namespaceFile) ? readFileSync(namespaceFile, 'utf8').trim() : 'default',
  };
}
