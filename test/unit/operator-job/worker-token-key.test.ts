import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readWorkerPublicKey, signWorkerToken, verifyWorkerToken } from '../../../activities/worker-token.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import { ensureWorkerTokenKey } from '../../../operator/worker-token/worker-token-key.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';

type Secret = KubernetesObject & { data?: Record<string, string> };

/** A namespace with at most one Secret. */
class OneSecret {
  stored: Secret | undefined;
  readonly client = {
    get: async () => {
      if (!this.stored) throw new KubernetesError({ code: 404, reason: 'NotFound', message: 'no' });
      return this.stored;
    },
    create: async (_: unknown, object: Secret) => {
      if (this.stored) throw new KubernetesError({ code: 409, reason: 'AlreadyExists', message: 'there' });
      this.stored = object;
      return object;
    },
  } as unknown as Pick<KubernetesClient, 'get' | 'create'>;
}

const decode = (secret: Secret | undefined, key: string) => Buffer.from(secret?.data?.[key] ?? '', 'base64').toString();

describe('the key of the workers’ tokens', () => {
  test('is made once, and operators that start together agree on it', async () => {
    const cluster = new OneSecret();
    const keys = await Promise.all([1, 2, 3].map(() => ensureWorkerTokenKey(cluster.client, 'system')));
    expect(new Set(keys)).toEqual(new Set([decode(cluster.stored, 'public.pem')]));
    expect(createPublicKey(keys[0] ?? '').asymmetricKeyType).toBe('ed25519');
  });

  test('lets a worker check what the API signs', async () => {
    const cluster = new OneSecret();
    const publicKey = readWorkerPublicKey(await ensureWorkerTokenKey(cluster.client, 'system'));
    const job = { namespace: 'mirrors', name: 'debian' };
    const token = signWorkerToken({ ...job, privateKeyPem: decode(cluster.stored, 'private.pem'), ttlSeconds: 60 });
    expect(() => verifyWorkerToken({ ...job, token, publicKey })).not.toThrow();
  });

  test('is not replaced when the Secret is broken', async () => {
    const cluster = new OneSecret();
    cluster.stored = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'durasync-worker-token' } };
    await expect(ensureWorkerTokenKey(cluster.client, 'system')).rejects.toThrow('public.pem');
  });
});
