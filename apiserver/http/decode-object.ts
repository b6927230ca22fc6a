import { badRequest, invalid, invalidObject } from '../errors/index.ts';
import { builtinObjectMeta, OBJECT_META } from '../kinds/builtin/builtin-schema.ts';
import { writeAsGo } from '../kinds/builtin/write-as-go.ts';
import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import { decodeTyped, TypeMismatch } from '../schema/decode-typed.ts';
import { applyDefaults } from '../schema/defaults.ts';
import { dropNulls } from '../schema/drop-nulls.ts';
import { prune } from '../schema/prune.ts';
import type { DecodedBody } from './body-decoder.ts';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export type DecodeOptions = {
  readonly resource: Resource;
  readonly fieldValidation: FieldValidation;
  readonly warn: (text: string) => void;
  /** A null a custom resource's schema does not allow is left for its validation to refuse. */
  readonly keepsNulls?: true;
};

/**
 * Makes an object of a kind of what a client sent: checked for its type, unknown fields dropped, defaults set.
 * @throws StatusError 400
 */
export function decodeObject(body: DecodedBody, options: DecodeOptions): KubeObject {
  const { value } = body;
  const { resource } = options;
  if (!isJsonObject(value)) throw badRequest(cannotHandle(resource, 'it is no object'));
  checkType(value, resource);
  const object = normalise(value, resource);
  const unknown = dropUnknown(object, resource).map((path) => `unknown field "${path}"`);
  reportStrict(body, unknown, options);
  if (resource.decoding === 'structural') {
    if (!options.keepsNulls) dropNulls(object, resource.schema);
    applyDefaults(object, resource.schema);
  }
  return object;
}

function checkType(value: JsonObject, resource: Resource): void {
  const expected = apiVersionOf(resource);
  const { apiVersion, kind } = value;
  if (resource.decoding === 'structural') {
    if (!kind) throw badRequest(cannotHandle(resource, `Object 'Kind' is missing in '${JSON.stringify(value)}'`));
    if (!apiVersion)
      throw badRequest(cannotHandle(resource, `Object 'apiVersion' is missing in '${JSON.stringify(value)}'`));
  }
  if (resource.decoding === 'structural' && apiVersion === expected && kind !== resource.kind) {
    const error = invalid('kind', kind, `must be ${resource.kind}`);
    throw invalidObject({ group: resource.group, kind: String(kind) }, nameOf(value), [error]);
  }
  if (apiVersion && apiVersion !== expected) {
    const [data, wanted] = [typeof apiVersion === 'string' ? apiVersion : JSON.stringify(apiVersion), expected];
    throw badRequest(`the API version in the data (${data}) does not match the expected API version (${wanted})`);
  }
  if (kind && kind !== resource.kind) {
    const found = JSON.stringify(kind);
    throw badRequest(`the kind in the data (${found}) does not match the expected kind (${resource.kind})`);
  }
}

/** The name an object gives itself, if any. */
export function nameOf({ metadata }: JsonObject): string {
  const name = isJsonObject(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : '';
}

const cannotHandle = ({ kind, version }: Resource, cause: string): string =>
  `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${cause}`;

function normalise(value: JsonObject, resource: Resource): KubeObject {
  // Of a custom resource kube-apiserver does not tell an empty list from none.
  const isReset = resource.decoding === 'typed' && resetsManagers(value);
  const object: JsonObject = { ...value, apiVersion: apiVersionOf(resource), kind: resource.kind };
  if (object['metadata'] === undefined || object['metadata'] === null) object['metadata'] = {};
  try {
    if (resource.decoding === 'typed') {
      decodeTyped(object, resource.schema, resource.kind);
      writeAsGo(object, resource.goType ?? '');
    } else if (isJsonObject(object['metadata'])) {
      decodeTyped(object['metadata'], builtinObjectMeta(), 'ObjectMeta');
      writeAsGo(object['metadata'], OBJECT_META);
    } else throw new TypeMismatch('ObjectMeta', 'metadata', typeof object['metadata'], 'v1.ObjectMeta');
  } catch (error) {
    throw badRequest(cannotHandle(resource, (error as Error).message));
  }
  object['metadata'] ??= {};
  // A list with nothing in its one entry says the same, and is not left out as an empty one is.
  if (isReset) (object as KubeObject).metadata.managedFields = [{}];
  return object as KubeObject;
}

/** An empty list of managedFields asks to forget all owners: it says something, unlike other empty lists. */
function resetsManagers({ metadata }: JsonObject): boolean {
  const managedFields = isJsonObject(metadata) ? metadata['managedFields'] : undefined;
  return Array.isArray(managedFields) && managedFields.length === 0;
}

function dropUnknown(object: KubeObject, resource: Resource): string[] {
  if (resource.decoding === 'typed') return prune(object, resource.schema, false);
  const metadata = prune(object.metadata, builtinObjectMeta(), false).map((path) => `metadata.${path}`);
  return [...metadata, ...prune(object, resource.schema, true)].sort();
}

function reportStrict(body: DecodedBody, unknown: readonly string[], options: DecodeOptions): void {
  const { duplicates, duplicatesError } = body;
  const problems = [...(duplicatesError === undefined ? duplicates : [duplicatesError]), ...unknown];
  const { resource, fieldValidation, warn } = options;
  if (problems.length === 0 || fieldValidation === 'Ignore') return;
  if (fieldValidation === 'Warn') return [...duplicates, ...unknown].forEach(warn);
  throw badRequest(cannotHandle(resource, `strict decoding error: ${problems.join(', ')}`));
}
