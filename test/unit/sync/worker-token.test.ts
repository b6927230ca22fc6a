import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readWorkerPublicKey, signWorkerToken, verifyWorkerToken } from '../../../activities/worker-token.ts';

const pair = () =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
const { privateKey: privateKeyPem, publicKey: publicPem } = pair();
const publicKey = readWorkerPublicKey(publicPem);
const job = { namespace: 'default', name: 'debian' };
const token = signWorkerToken({ ...job, privateKeyPem, ttlSeconds: 60, now: 0 });

describe('the token of a worker', () => {
  test('opens the worker it is for, while it lives', () => {
    expect(() => verifyWorkerToken({ ...job, token, publicKey, now: 59_000 })).not.toThrow();
    expect(() => verifyWorkerToken({ ...job, token, publicKey, now: 60_000 })).toThrow('expired');
    expect(() => verifyWorkerToken({ ...job, name: 'other', token, publicKey, now: 0 })).toThrow('another worker');
    expect(() =>
      verifyWorkerToken({ ...job, token, publicKey: readWorkerPublicKey(pair().publicKey), now: 0 }),
    ).toThrow('another key');
  });

  test('is refused when anything in it is changed', () => {
    for (let at = 0; at < token.length - 1; at += 1) {
      const other = token.charAt(at) === 'A' ? 'B' : 'A';
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      expect(() => verifyWorkerToken({ ...job, token: changed, publicKey, now: 0 })).toThrow(/malformed|another key/);
    }
  });

  test.each(['', '.', 'a', 'a.b.c', 'x'.repeat(5_000), '{}.{}'])('%j is malformed', (text) => {
    expect(() => verifyWorkerToken({ ...job, token: text, publicKey })).toThrow('malformed');
  });

  test('the key is PEM, or base64 of it, and Ed25519', () => {
    expect(readWorkerPublicKey(Buffer.from(publicPem).toString('base64')).asymmetricKeyType).toBe('ed25519');
    const rsa = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    expect(() => readWorkerPublicKey(rsa.publicKey)).toThrow('Ed25519');
    expect(() => readWorkerPublicKey('nonsense')).toThrow('Ed25519');
  });

  test('lives an hour at most', () => {
    expect(() => signWorkerToken({ ...job, privateKeyPem, ttlSeconds: 3601 })).toThrow(RangeError);
    expect(() => signWorkerToken({ ...job, privateKeyPem, ttlSeconds: Number.NaN })).toThrow(RangeError);
  });
});
