import { generateKeyPairSync } from 'node:crypto';
import { core } from '../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { isAlreadyExists, isNotFound } from '../../kubernetes/kubernetes-error.ts';
import type { KubernetesObject } from '../../resources/kind.ts';

/** Secret in the operator's namespace: `private.pem` (PKCS#8) signs the API's calls to workers, `public.pem` (SPKI) checks them. */
export const WORKER_TOKEN_SECRET = 'durasync-worker-token';

/** core/v1 Secret. */
interface Secret extends KubernetesObject {
  type?: string;
  immutable?: boolean;
  data?: Record<string, string>;
}

/**
 * The public key of the workers' tokens; makes the Ed25519 pair first where there is none. Of several operators that
 * start at once, one makes it and all answer the same key.
 * @throws Error when the Secret is there without a public key
 */
export async function ensureWorkerTokenKey(
  client: Pick<KubernetesClient, 'get' | 'create'>,
  namespace: string,
): Promise<string> {
  const key = { namespace, name: WORKER_TOKEN_SECRET };
  const present = await client.get<Secret>(core.secrets, key).catch(undefinedWhen(isNotFound));
  const created =
    present ?? (await client.create(core.secrets, newSecret(namespace)).catch(undefinedWhen(isAlreadyExists)));
  const secret = created ?? (await client.get<Secret>(core.secrets, key));
  const encoded = secret.data?.['public.pem'];
  if (encoded === undefined) {
    throw new Error(
      `Secret ${namespace}/${WORKER_TOKEN_SECRET} has no public.pem; delete it and the operator makes a new one`,
    );
  }
  return Buffer.from(encoded, 'base64').toString('utf8');
}

function newSecret(namespace: string): Secret {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: WORKER_TOKEN_SECRET, namespace, labels: { 'app.kubernetes.io/part-of': 'durasync' } },
    type: 'Opaque',
    immutable: true,
    data: { 'private.pem': encode(privateKey), 'public.pem': encode(publicKey) },
  };
}

function undefinedWhen(expected: (error: unknown) => boolean): (error: unknown) => undefined {
  return (error) => {
    if (!expected(error)) throw error;
    return undefined;
  };
}
