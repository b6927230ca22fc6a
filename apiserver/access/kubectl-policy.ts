import type { IncomingMessage } from 'node:http';
import { StatusError } from '../errors/index.ts';
import type { Authenticator } from './authenticator.ts';
import { bearerToken } from './authenticator.ts';
import type { EphemeralTokens } from './ephemeral-tokens.ts';

const isKubectl = ({ headers }: IncomingMessage): boolean => /^kubectl\b/.test(headers['user-agent'] ?? '');

/** What kubectl, known by its user agent, must show besides what others do. */
export type KubectlPolicy = { readonly disabled: boolean; readonly ephemeral?: EphemeralTokens };

/** A courtesy to keep people off the wrong path, not a protection: a user agent says what it likes. */
export function withKubectlPolicy(authenticate: Authenticator, { disabled, ephemeral }: KubectlPolicy): Authenticator {
  return async (message) => {
    if (!isKubectl(message)) return authenticate(message);
    if (disabled) throw new StatusError(403, 'Forbidden', 'kubectl is disabled on this server');
    if (ephemeral && !ephemeral.has(bearerToken(message))) {
      throw new StatusError(401, 'Unauthorized', 'kubectl must use a short-lived token of this server');
    }
    return authenticate(message);
  };
}
