import { core } from '../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { KubernetesObject } from '../../resources/kind.ts';
import { createExpiringCache } from '../auth/expiring-cache.ts';
import type { Clock } from '../auth/expiring-cache.ts';
import { ProblemError, retryAfter } from '../http/problem.ts';

/** The part of core/v1 Secret that is read. */
interface Secret extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

const secretName = 'durasync-worker-token';
const keptForMs = 60_000;

/** The private key (PEM) that the operator keeps for calls to workers; read again after a minute. */
export function createWorkerKey(client: KubernetesClient, namespace: string, now: Clock): () => Promise<string> {
  const cache = createExpiringCache<string>({ ttlMs: () => keptForMs, maxEntries: 1, now });
  return () => cache.get(secretName, () => readKey(client, namespace));
}

async function readKey(client: KubernetesClient, namespace: string): Promise<string> {
  const key = { namespace, name: secretName };
  const { data } = await client.get<Secret>(core.secrets, key, { timeoutMs: 5_000 }).catch((error: unknown) => {
    throw missing(error);
  });
  const pem = data?.['private.pem'];
  if (pem === undefined) throw missing(undefined);
  return Buffer.from(pem, 'base64').toString('utf8');
}

function missing(cause: unknown): ProblemError {
  const detail = 'The key for calls to workers cannot be read; the operator makes it when it starts.';
  return new ProblemError('worker-unavailable', { detail, headers: retryAfter(10), cause });
}
