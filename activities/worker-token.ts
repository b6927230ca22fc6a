import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Longest life of a token, seconds. */
const MAX_TTL = 3600;
/** Tokens are some 180 characters. */
const MAX_LENGTH = 2048;

/** The Job whose worker a token is for. */
export interface WorkerTokenSubject {
  readonly namespace: string;
  readonly name: string;
}

/** Why a token was refused. */
export class WorkerTokenError extends Error {
  override readonly name = 'WorkerTokenError';
}

interface Claims {
  /** `namespace/name` of the Job. */
  readonly aud: string;
  /** Unix seconds. */
  readonly exp: number;
}

const audience = ({ namespace, name }: WorkerTokenSubject): string => `${namespace}/${name}`;

/**
 * Makes the token by which the API calls a Job's worker: `<claims>.<signature>`, both base64url, the signature Ed25519
 * (RFC 8032) over the encoded claims.
 * @throws RangeError when the time to live is not 1…3600 s
 */
export function signWorkerToken(
  options: WorkerTokenSubject & {
    /** PKCS#8. */
    readonly privateKeyPem: string;
    readonly ttlSeconds: number;
    /** Milliseconds; the clock's unless told. */
    readonly now?: number;
  },
): string {
  const { ttlSeconds, now = Date.now() } = options;
  if (!(ttlSeconds >= 1 && ttlSeconds <= MAX_TTL)) throw new RangeError(`a token lives 1 to ${MAX_TTL} s`);
  const claims: Claims = { aud: audience(options), exp: Math.floor(now / 1000) + Math.floor(ttlSeconds) };
  const encoded = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const signature = sign(null, Buffer.from(encoded), createPrivateKey(options.privateKeyPem));
  return `${encoded}.${signature.toString('base64url')}`;
}

/**
 * Checks a token. The signature is checked before anything in the token is looked at.
 * @throws WorkerTokenError that says what is wrong with it
 */
export function verifyWorkerToken(
  options: WorkerTokenSubject & {
    readonly token: string;
    readonly publicKey: KeyObject;
    /** Milliseconds; the clock's unless told. */
    readonly now?: number;
  },
): void {
  const { token, publicKey, now = Date.now() } = options;
  const [, encoded, signature] = (token.length <= MAX_LENGTH && /^([\w-]+)\.([\w-]+)$/.exec(token)) || [];
  if (encoded === undefined || signature === undefined) throw new WorkerTokenError('the token is malformed');
  if (!verify(null, Buffer.from(encoded), publicKey, Buffer.from(signature, 'base64url'))) {
    throw new WorkerTokenError('the token is signed by another key');
  }
  const { aud, exp } = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as Claims;
  if (aud !== audience(options)) throw new WorkerTokenError('the token is for another worker');
  if (exp * 1000 <= now) throw new WorkerTokenError('the token has expired');
}

/**
 * Reads the public key: PEM (SPKI), or base64 of that.
 * @throws TypeError when the text is no Ed25519 public key
 */
export function readWorkerPublicKey(text: string): KeyObject {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  const key = parse(pem);
  if (key?.asymmetricKeyType !== 'ed25519') throw new TypeError('the key of worker tokens is no Ed25519 public key');
  return key;
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
