import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';

/** ECDSA on P-256 (RFC 7518). */
const ALGORITHM = 'ES256';
/** A longer one is nobody's token. */
const LIMIT = 16 * 1024;

export type SigningKey = { readonly privateKey: KeyObject; readonly publicKey: KeyObject; readonly id: string };

/** A JSON Web Token of these claims. */
export function signJwt(claims: JsonObject, { privateKey, id }: SigningKey): string {
  const content = `${encode({ alg: ALGORITHM, kid: id })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

/** The claims of a token this key signed; undefined for any other text. Says nothing of their time. */
export function verifyJwt(token: string, { publicKey, id }: SigningKey): JsonObject | undefined {
  const [header = '', claims = '', signature = '', ...more] = token.length > LIMIT ? [] : token.split('.');
  if (!signature || more.length > 0) return undefined;
  const { alg, kid } = decode(header) ?? {};
  // The algorithm is ours, never the token's choice.
  if (alg !== ALGORITHM || kid !== id) return undefined;
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  const isSigned = verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'));
  return isSigned ? decode(claims) : undefined;
}

const encode = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
