import type { Operation } from 'rfc6902';
import { applyPatch, Pointer } from 'rfc6902';
import { badRequest, StatusError, tooLarge } from '../errors/index.ts';
import { cloneJson, isJsonObject } from '../object/kube-object.ts';

const MAX_OPERATIONS = 10_000;
const OPERATIONS = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);
/** Paths into prototypes are nobody's data. */
const UNSAFE = /(^|\/)(__proto__|constructor|prototype)(\/|$)/;

/**
 * RFC 6902.
 * @throws StatusError 400 for what is no patch, 422 for one that does not apply, with the failing operation as its cause
 */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch) && patch.some((item) => isJsonObject(item) && !OPERATIONS.has(item['op'] as string))) {
    throw doesNotApply();
  }
  if (!Array.isArray(patch) || !patch.every(isOperation)) throw badRequest('error decoding patch: it is no JSON patch');
  if (patch.length > MAX_OPERATIONS) {
    throw tooLarge(`The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`);
  }
  const document = { root: cloneJson(target) };
  for (const operation of patch) {
    const [error] = applyPatch(document, [asKubernetes(document, under('/root', operation))]);
    if (error) throw doesNotApply(describeFailure(operation, error));
  }
  return document.root;
}

/** Which operation cannot be done and why, in the words of kube-apiserver's library. */
function describeFailure({ op, path }: Operation, error: Error): string {
  const [, parent = '', key = ''] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
  if (error.name === 'TestError') return `testing path ${path} failed: test failed`;
  if (op === 'remove') {
    return `error in remove for path: '${path}': Unable to remove nonexistent key: ${key}: missing value`;
  }
  const missing = op === 'replace' ? path : parent;
  return `${op} operation does not apply: doc is missing path: "${missing}": missing value`;
}

function isOperation(value: unknown): value is Operation {
  if (!isJsonObject(value)) return false;
  const { op, path, from } = value;
  const paths = [path, ...(op === 'move' || op === 'copy' ? [from] : [])];
  return OPERATIONS.has(op as string) && paths.every((item) => typeof item === 'string' && !UNSAFE.test(item));
}

/** The same operation on a field of a document instead of all of it, so that the whole can be replaced too. */
function under(root: string, operation: Operation): Operation {
  const path = root + operation.path;
  return 'from' in operation ? { ...operation, path, from: root + operation.from } : { ...operation, path };
}

/** The field of an object that is to be replaced need not be there, against RFC 6902: kube-apiserver's library adds it. */
function asKubernetes(document: object, operation: Operation): Operation {
  if (operation.op !== 'replace') return operation;
  const { parent } = Pointer.fromJSON(operation.path).evaluate(document) as { parent: unknown };
  return isJsonObject(parent) ? { ...operation, op: 'add' } : operation;
}

function doesNotApply(cause?: string): StatusError {
  const message = 'the server rejected our request due to an error in our request';
  const error = new StatusError(422, 'Invalid', message, {});
  if (cause) error.cause = new Error(cause);
  return error;
}
