import type { Store } from '../../storage/index.ts';
import { KeyExistsError } from '../../storage/index.ts';
import type { SigningKey } from './jwt.ts';
import { createSigningKey, readSigningKey } from './signing-key.ts';

/** No kind is stored there: a definition's group has a dot. */
const KEY = '/server/service-account-keys/signing';

/**
 * The key of a store, made there if there is none: every server on the store has the same one, after a new start too.
 * Who can read the store has every Secret anyway.
 * @throws if it is no P-256 key, or what the store does
 */
export async function storedSigningKey(store: Store): Promise<SigningKey> {
  const stored =
    (await store.get(KEY)) ?? (await store.create(KEY, encode(createSigningKey())).catch(takeTheirs(store)));
  return readSigningKey(decode(stored.value));
}

/** Another server may have made it at the same moment. */
const takeTheirs = (store: Store) => async (error: unknown) => {
  const theirs = error instanceof KeyExistsError ? await store.get(KEY) : undefined;
  if (!theirs) throw error;
  return theirs;
};

/** In the shape of an object, as everything in the store. @param pem PKCS #8 */
const encode = (pem: string): string => JSON.stringify({ kind: 'SigningKey', apiVersion: 'server', metadata: {}, pem });

const decode = (value: string): string => (JSON.parse(value) as { pem: string }).pem;
