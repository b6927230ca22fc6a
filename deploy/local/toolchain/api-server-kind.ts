import type { Environment } from './cache-dir.ts';
import { ToolchainError } from './errors.ts';

/** The API servers the local stack and the tests can run on: Durasync's own, and the original with etcd. */
export const API_SERVER_KINDS = ['durasync', 'kube-apiserver'] as const;
export type ApiServerKind = (typeof API_SERVER_KINDS)[number];

/** Where nobody chooses. */
export const DEFAULT_API_SERVER: ApiServerKind = 'durasync';

/** The variable that chooses one. */
export const API_SERVER_VARIABLE = 'DURASYNC_API_SERVER';

/**
 * The API server the environment asks for; undefined when it leaves the choice.
 * @throws ToolchainError for a name that is none
 */
export function readApiServerKind(env: Environment): ApiServerKind | undefined {
  const text = env[API_SERVER_VARIABLE];
  if (!text) return undefined;
  const kind = API_SERVER_KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw new ToolchainError(
    'Choosing the Kubernetes API server',
    `${API_SERVER_VARIABLE} is ${JSON.stringify(text)}, and there is no API server of that name`,
    `set it to ${API_SERVER_KINDS.join(' or ')}, or unset it.`,
  );
}
