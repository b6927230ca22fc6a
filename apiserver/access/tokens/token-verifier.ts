import { unauthorized } from '../../errors/index.ts';
import type { User } from '../../rest/dependencies.ts';
import type { Authenticator } from '../authenticator.ts';
import { bearerToken } from '../authenticator.ts';

export type VerifiedToken = {
  readonly user: User;
  /** Those asked for that the token is good for; absent where tokens know no audience. */
  readonly audiences?: readonly string[];
};

/**
 * Knows tokens of one kind.
 * @param audiences who it is shown to; undefined: this server
 * @returns undefined for a token it does not know, or no more
 */
export type TokenVerifier = (token: string, audiences?: readonly string[]) => Promise<VerifiedToken | undefined>;

/** The first of several that knows a token. */
export function firstVerifier(verifiers: readonly TokenVerifier[]): TokenVerifier {
  return async (token, audiences) => {
    for (const verify of verifiers) {
      const verified = await verify(token, audiences);
      if (verified) return { ...verified, user: authenticated(verified.user) };
    }
    return undefined;
  };
}

const authenticated = (user: User): User => ({
  ...user,
  groups: [...new Set([...user.groups, 'system:authenticated'])],
});

/** Who shows a bearer token. */
export function bearerAuthenticator(verify: TokenVerifier): Authenticator {
  return async (message) => {
    const token = bearerToken(message);
    if (token === undefined) return undefined;
    const verified = await verify(token);
    if (!verified) throw unauthorized();
    return verified.user;
  };
}
