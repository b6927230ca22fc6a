import { badRequest } from '../errors/index.ts';
import { isJsonObject } from '../object/kube-object.ts';

/** Where the next page of a list begins. */
export type ContinueToken = {
  /** -1: the state of now, after an expired token. */
  readonly revision: number;
  /** The last key of the page before, without the list's prefix. */
  readonly after: string;
};

const VERSION = 'meta.k8s.io/v1';

/** The `continue` of a list, as opaque to clients as kube-apiserver's. */
export function encodeContinue({ revision, after }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start: `${after}\0` })).toString('base64url');
}

/** @throws StatusError 400 */
export function decodeContinue(token: string): ContinueToken {
  const text = Buffer.from(token, 'base64url').toString();
  const parsed = parse(text);
  const { v, rv, start } = isJsonObject(parsed) ? parsed : {};
  const isToken =
    v === VERSION && Number.isInteger(rv) && rv !== 0 && typeof start === 'string' && start.endsWith('\0');
  if (!isToken || start.includes('..')) throw badRequest('continue key is not valid: it was not given by this server');
  return { revision: rv as number, after: start.slice(0, -1) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
