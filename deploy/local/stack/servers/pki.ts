import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyPair, Subject } from './certificates.ts';
import { createAuthority, isFresh, issueCertificate } from './certificates.ts';
import { writePrivateFile } from './private-files.ts';

/** A key pair with the files it is kept in. */
export type StoredPair = KeyPair & { readonly certFile: string; readonly keyFile: string };

/** The authority of one local cluster and what it has issued, kept in a folder. */
export type Pki = {
  readonly authority: StoredPair;
  /** The pair of that name: the stored one while it is fresh, else a new one. */
  issue(name: string, subject: Subject): Promise<StoredPair>;
};

/** Opens the authority kept in a folder, or makes one there. Its key never leaves the folder (files 0600). */
export async function openPki(dir: string): Promise<Pki> {
  const authority = await stored(join(dir, 'ca'), () => createAuthority('durasync-local'));
  return {
    authority,
    issue: (name, subject) => stored(join(dir, name), () => issueCertificate(authority, subject), authority),
  };
}

async function stored(path: string, create: () => Promise<KeyPair>, authority?: KeyPair): Promise<StoredPair> {
  const certFile = `${path}.crt`;
  const keyFile = `${path}.key`;
  const found = await readPair(certFile, keyFile);
  if (found !== undefined && isFresh(found.cert, (authority ?? found).cert)) return { ...found, certFile, keyFile };
  const pair = await create();
  // The certificate comes last: where there is one, its key is there too.
  await writePrivateFile(keyFile, pair.key);
  await writePrivateFile(certFile, pair.cert);
  return { ...pair, certFile, keyFile };
}

async function readPair(certFile: string, keyFile: string): Promise<KeyPair | undefined> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    return { cert, key };
  } catch {
    return undefined;
  }
}

/** The file of the key that signs service-account tokens: made once, so that tokens outlive a restart. */
export async function serviceAccountKey(dir: string): Promise<string> {
  const file = join(dir, 'service-account.key');
  if (
    await readFile(file).then(
      () => true,
      () => false,
    )
  )
    return file;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writePrivateFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return file;
}
