import { join } from 'node:path';
import { renderKubeconfig, type TokenUser } from './servers/index.ts';
import { writePrivateFile } from './servers/private-files.ts';
import { storedSecret } from './servers/tokens.ts';

/** Namespace of Durasync's own parts. */
export const SYSTEM_NAMESPACE = 'durasync-system';

/** The parts that log in to Kubernetes as the service account of the same name in deploy/rbac. */
export const SERVICE_ACCOUNTS = ['durasync-operator', 'durasync-control-worker', 'durasync-api'] as const;
export type ServiceAccountName = (typeof SERVICE_ACCOUNTS)[number];

/** Tokens of the local stack: one a part, so that RBAC holds here as it does in a cluster. */
export async function componentTokens(credentials: string): Promise<TokenUser[]> {
  return Promise.all(
    SERVICE_ACCOUNTS.map(async (name) => ({
      token: await storedSecret(join(credentials, `${name}.token`)),
      user: `system:serviceaccount:${SYSTEM_NAMESPACE}:${name}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${SYSTEM_NAMESPACE}`],
    })),
  );
}

/** Writes a part's kubeconfig and answers its path. */
export async function componentKubeconfig(
  credentials: string,
  name: ServiceAccountName,
  cluster: { readonly url: string; readonly caCert: string },
): Promise<string> {
  const path = join(credentials, `${name}.kubeconfig`);
  const token = await storedSecret(join(credentials, `${name}.token`));
  await writePrivateFile(path, renderKubeconfig({ server: cluster.url, caCert: cluster.caCert, user: name, token }));
  return path;
}
