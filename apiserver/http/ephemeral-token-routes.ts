import { bearerToken } from '../access/authenticator.ts';
import type { EphemeralTokens } from '../access/ephemeral-tokens.ts';
import { EPHEMERAL_TOKEN_PATH } from '../access/rbac/ephemeral-token-path.ts';
import { methodNotAllowed, StatusError } from '../errors/index.ts';
import { toTime } from '../object/kube-object.ts';
import type { ExtraRoutes } from './router.ts';

/**
 * POST /ephemeral-token: `{token, expirationTimestamp}` of a short-lived token of whoever asks. One of these does not
 * get another, or it would be good for ever; whoever acts as somebody else gets none.
 */
export function ephemeralTokenRoutes(tokens: EphemeralTokens): ExtraRoutes {
  return async ({ path, method, user, headers }) => {
    if (path !== EPHEMERAL_TOKEN_PATH) return undefined;
    if (method !== 'POST') throw methodNotAllowed();
    const credential = bearerToken({ headers });
    if (tokens.has(credential)) throw refused('a short-lived token is got with the credential it stands for');
    if (headers['impersonate-user'] !== undefined) throw refused('a short-lived token is not given by impersonation');
    const { token, expires } = tokens.issue(user, credential);
    return { status: 201, body: { token, expirationTimestamp: toTime(expires) } };
  };
}

const refused = (message: string): StatusError => new StatusError(403, 'Forbidden', message);
