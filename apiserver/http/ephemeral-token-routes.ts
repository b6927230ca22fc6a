import type { EphemeralTokens } from '../access/kubectl-policy.ts';
import { EPHEMERAL_TOKEN_PATH } from '../access/rbac/ephemeral-token-path.ts';
import { methodNotAllowed } from '../errors/index.ts';
import { toTime } from '../object/kube-object.ts';
import type { ExtraRoutes } from './router.ts';

/** POST /ephemeral-token: `{token, expirationTimestamp}` of a short-lived token of whoever asks. */
export function ephemeralTokenRoutes(tokens: EphemeralTokens): ExtraRoutes {
  return async ({ path, method, user }) => {
    if (path !== EPHEMERAL_TOKEN_PATH) return undefined;
    if (method !== 'POST') throw methodNotAllowed();
    const { token, expires } = tokens.issue(user);
    return { status: 201, body: { token, expirationTimestamp: toTime(expires) } };
  };
}
