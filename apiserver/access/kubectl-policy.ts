import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { StatusError } from '../errors/index.ts';
import type { User } from '../rest/dependencies.ts';
import type { Authenticator } from './authenticator.ts';
import { bearerToken } from './authenticator.ts';
import type { TokenVerifier } from './tokens/token-verifier.ts';

/** Of a token for kubectl. */
export const EPHEMERAL_LIFETIME_MS = 10 * 60_000;
/** At most so many are good at once; the oldest goes first. */
const EPHEMERAL_LIMIT = 10_000;

/** Short-lived tokens, each for the user who asked for it. They do not outlive the process. */
export class EphemeralTokens {
  readonly #users = new Map<string, { readonly user: User; readonly expires: number }>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  issue(user: User): { readonly token: string; readonly expires: Date } {
    const token = randomBytes(32).toString('base64url');
    const expires = this.#now().getTime() + EPHEMERAL_LIFETIME_MS;
    this.#forgetExpired();
    this.#users.set(digest(token), { user, expires });
    return { token, expires: new Date(expires) };
  }

  /** The user of a token that is still good. */
  find(token: string): User | undefined {
    const known = this.#users.get(digest(token));
    return known && known.expires > this.#now().getTime() ? known.user : undefined;
  }

  readonly verify: TokenVerifier = async (token) => {
    const user = this.find(token);
    return user && { user };
  };

  #forgetExpired(): void {
    const now = this.#now().getTime();
    for (const [key, { expires }] of this.#users) {
      if (expires > now && this.#users.size < EPHEMERAL_LIMIT) return;
      this.#users.delete(key);
    }
  }
}

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

const isKubectl = ({ headers }: IncomingMessage): boolean => /^kubectl\b/.test(headers['user-agent'] ?? '');

/** What kubectl, known by its user agent, must show besides what others do. */
export type KubectlPolicy = { readonly disabled: boolean; readonly ephemeral?: EphemeralTokens };

/** A courtesy to keep people off the wrong path, not a protection: a user agent says what it likes. */
export function withKubectlPolicy(authenticate: Authenticator, { disabled, ephemeral }: KubectlPolicy): Authenticator {
  return async (message) => {
    if (!isKubectl(message)) return authenticate(message);
    if (disabled) throw new StatusError(403, 'Forbidden', 'kubectl is disabled on this server');
    if (ephemeral && !ephemeral.find(bearerToken(message) ?? '')) {
      throw new StatusError(401, 'Unauthorized', 'kubectl must use a short-lived token of this server');
    }
    return authenticate(message);
  };
}
