import { createHash } from 'node:crypto';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { Authenticator, Caller } from './caller.ts';
import { createExpiringCache } from './expiring-cache.ts';
import type { Clock } from './expiring-cache.ts';

/** The part of authentication.k8s.io/v1 TokenReview that is read. */
interface TokenReview {
  readonly status?: {
    readonly authenticated?: boolean;
    readonly user?: {
      readonly username?: string;
      readonly uid?: string;
      readonly groups?: readonly string[];
      readonly extra?: Readonly<Record<string, readonly string[]>>;
    };
  };
}

const path = '/apis/authentication.k8s.io/v1/tokenreviews';
const maxTokenLength = 16_384;
const knownForMs = 10_000;
const unknownForMs = 2_000;

/**
 * Asks the cluster who holds a token (TokenReview). An answer is repeated for 10 s, a refusal for 2 s; tokens are
 * remembered by their SHA-256 only.
 */
export function createTokenAuthenticator(client: KubernetesClient, now: Clock): Authenticator {
  const cache = createExpiringCache<Caller | undefined>({
    ttlMs: (caller) => (caller ? knownForMs : unknownForMs),
    maxEntries: 10_000,
    now,
  });
  return {
    authenticate: async (token) => {
      if (token.length > maxTokenLength) return undefined;
      const tokenHash = createHash('sha256').update(token).digest('base64url');
      return cache.get(tokenHash, () => review(client, token, tokenHash));
    },
  };
}

async function review(client: KubernetesClient, token: string, tokenHash: string): Promise<Caller | undefined> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
  const { status } = await client.post<TokenReview>(path, body, { timeoutMs: 5_000 });
  const user = status?.user;
  if (status?.authenticated !== true || !user?.username) return undefined;
  const { username, uid, groups = [], extra = {} } = user;
  return { username, groups, extra, tokenHash, ...(uid === undefined ? {} : { uid }) };
}
