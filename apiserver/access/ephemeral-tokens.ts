import { createHash, randomBytes } from 'node:crypto';
import type { User } from '../rest/dependencies.ts';
import type { TokenVerifier } from './tokens/token-verifier.ts';

/** Of a token for kubectl. */
export const EPHEMERAL_LIFETIME_MS = 10 * 60_000;
/** At most so many are good at once; the oldest goes first. */
const EPHEMERAL_LIMIT = 10_000;

type Issued = {
  readonly user: User;
  /** The token it was got with, without which it is good no more; absent for who showed none. */
  readonly credential?: string;
  readonly expires: number;
};

/** Short-lived tokens, each for the user who asked for it. They do not outlive the process, nor what they were got with. */
export class EphemeralTokens {
  readonly #issued = new Map<string, Issued>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** @param credential the bearer token that shows who the user is, if they showed one */
  issue(user: User, credential?: string): { readonly token: string; readonly expires: Date } {
    const token = randomBytes(32).toString('base64url');
    const expires = this.#now().getTime() + EPHEMERAL_LIFETIME_MS;
    this.#forgetExpired();
    this.#issued.set(digest(token), { user, expires, ...(credential !== undefined && { credential }) });
    return { token, expires: new Date(expires) };
  }

  /** Whether a token is one of these, and not expired. */
  has(token: string | undefined): boolean {
    return this.#find(token) !== undefined;
  }

  /** @param verify knows the tokens that these were got with */
  verifier(verify: TokenVerifier): TokenVerifier {
    return async (token) => {
      const found = this.#find(token);
      if (!found) return undefined;
      if (found.credential === undefined) return { user: found.user };
      const verified = await verify(found.credential);
      return verified && isSame(verified.user, found.user) ? { user: verified.user } : undefined;
    };
  }

  #find(token: string | undefined): Issued | undefined {
    const known = token === undefined ? undefined : this.#issued.get(digest(token));
    return known && known.expires > this.#now().getTime() ? known : undefined;
  }

  #forgetExpired(): void {
    const now = this.#now().getTime();
    for (const [key, { expires }] of this.#issued) {
      if (expires > now && this.#issued.size < EPHEMERAL_LIMIT) return;
      this.#issued.delete(key);
    }
  }
}

const isSame = (a: User, b: User): boolean => a.name === b.name && a.uid === b.uid;

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');
