import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SigningKey } from './jwt.ts';

/** The key of a file, made there (mode 0600) if there is none, so that tokens outlive a restart. @throws if it is no P-256 key */
export function openSigningKey(file: string): SigningKey {
  return readSigningKey(readKey(file) ?? createKey(file));
}

/** @param pem PKCS #8 @throws if it is no P-256 key */
export const readSigningKey = (pem: string): SigningKey => toSigningKey(createPrivateKey(pem));

/** A new P-256 key, PEM of PKCS #8. */
export function createSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A key for as long as the process lives. */
export function temporarySigningKey(): SigningKey {
  return readSigningKey(createSigningKey());
}

function toSigningKey(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('the signing key must be of P-256');
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return { privateKey, publicKey, id: createHash('sha256').update(der).digest('base64url') };
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function createKey(file: string): string {
  const pem = createSigningKey();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, pem, { mode: 0o600 });
  renameSync(unfinished, file);
  return pem;
}
