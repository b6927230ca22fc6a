import { badRequest, StatusError, tooLarge } from '../errors/index.ts';
import { isTooDeep } from '../object/depth.ts';
import { goJson } from '../object/go-json.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { cloneJson, equalJson, isJsonObject } from '../object/kube-object.ts';
import type { Container, Place } from './json-pointer.ts';
import { addAt, isContainer, placeAt, readAt, removeAt, replaceAt } from './json-pointer.ts';

const MAX_OPERATIONS = 10_000;
/** What all copies of a patch may come to, in bytes of Go's JSON: as much as a body. */
const MAX_COPIED_BYTES = 3 * 1024 * 1024;

/**
 * RFC 6902 as kube-apiserver's library (evanphx/json-patch) does it: a field that is replaced or copied need not be
 * there, nor one that is tested for null, and a negative index counts from the end.
 * @throws StatusError 400 for what is no patch, 413 for one of too many operations, 422 for one that does not apply, with
 * the failing operation as its cause
 */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch) || !patch.every(isOperation)) throw badRequest('error decoding patch: it is no JSON patch');
  if (isTooDeep(patch)) throw badRequest('error decoding patch: exceeded max depth');
  if (patch.length > MAX_OPERATIONS) {
    throw tooLarge(`The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`);
  }
  const patching = new Patching(cloneJson(target) as Container);
  for (const operation of patch) patching.apply(operation);
  if (isTooDeep(patching.root)) throw doesNotApply('the patched object exceeded max depth');
  return patching.root;
}

type Operation = { readonly op?: string; readonly path?: string; readonly from?: string; readonly value?: unknown };

const isOperation = (item: unknown): item is Operation =>
  isJsonObject(item) && ['op', 'path', 'from'].every((name) => isTextOrNone(item, name));

const isTextOrNone = (object: JsonObject, name: string): boolean =>
  !Object.hasOwn(object, name) || typeof object[name] === 'string';

class Patching {
  root: Container;
  #copiedBytes = 0;

  constructor(root: Container) {
    this.root = root;
  }

  /** @throws StatusError 422 */
  apply({ op, path, from, value: given }: Operation): void {
    if (path === undefined) throw doesNotApply();
    const value = given ?? null;
    if (op === 'test') this.#test(path, value);
    else if (op === 'replace') this.#replace(path, cloneJson(value));
    else if (op === 'remove') this.#remove(path);
    else if (op === 'add') this.#add(op, path, cloneJson(value));
    else if (op === 'move' && from !== undefined) this.#add(op, path, this.#take(from));
    else if (op === 'copy' && from !== undefined) this.#add(op, path, this.#copy(from));
    else throw doesNotApply();
  }

  #add(op: string, path: string, value: unknown): void {
    const place = placeAt(this.root, path) ?? missing(op, parentOf(path));
    if (!addAt(place, value)) throw doesNotApply(`error in add for path: '${path}': ${invalidIndex(place)}`);
  }

  /** What is neither an object nor a list replaces no whole. */
  #replace(path: string, value: unknown): void {
    if (path === '') this.root = isContainer(value) ? value : this.root;
    else if (!replaceAt(placeAt(this.root, path) ?? missing('replace', path), value)) missing('replace', path);
  }

  #remove(path: string): void {
    const place = placeAt(this.root, path);
    if (place && removeAt(place)) return;
    const key = path.slice(path.lastIndexOf('/') + 1);
    const cause = Array.isArray(place?.container) ? invalidIndex(place) : `Unable to remove nonexistent key: ${key}`;
    throw doesNotApply(`error in remove for path: '${path}': ${cause}: missing value`);
  }

  #test(path: string, value: unknown): void {
    const place = placeAt(this.root, path);
    const found = path === '' ? this.root : place && readAt(place);
    if (!equalJson(found, value)) throw doesNotApply(`testing path ${path} failed: test failed`);
  }

  #take(from: string): unknown {
    const place = placeAt(this.root, from) ?? missing('move', parentOf(from));
    const value = readAt(place);
    if (!removeAt(place)) missing('move', from);
    return value;
  }

  #copy(from: string): unknown {
    const value = readAt(placeAt(this.root, from) ?? missing('copy', parentOf(from)));
    if (value === undefined) missing('copy', from);
    if (isTooDeep(value)) throw doesNotApply('the copied value exceeded max depth');
    this.#copiedBytes += value === null ? 0 : Buffer.byteLength(goJson(value));
    if (this.#copiedBytes <= MAX_COPIED_BYTES) return cloneJson(value);
    const [bytes, limit] = [this.#copiedBytes, MAX_COPIED_BYTES];
    throw doesNotApply(
      `Unable to complete the copy, the accumulated size increase of copy is ${bytes}, exceeding the limit ${limit}`,
    );
  }
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const invalidIndex = ({ key }: Place): string => `Unable to access invalid index: ${key}`;

/** @throws StatusError in the words of kube-apiserver's library */
function missing(op: string, path: string): never {
  throw doesNotApply(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
}

function doesNotApply(cause?: string): StatusError {
  const message = 'the server rejected our request due to an error in our request';
  const error = new StatusError(422, 'Invalid', message, {});
  if (cause) error.cause = new Error(cause);
  return error;
}
