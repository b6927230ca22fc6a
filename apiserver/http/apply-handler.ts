import { applyFields } from '../apply/field-manager.ts';
import { typedErrors } from '../apply/typed-errors.ts';
import { badRequest, invalid, invalidObject, StatusError } from '../errors/index.ts';
import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf, groupKindOf } from '../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../object/kube-object.ts';
import { flagOf } from '../query-values.ts';
import { checkName, checkNamespace } from '../rest/check-place.ts';
import type { RestDependencies, Target } from '../rest/dependencies.ts';
import type { Updated } from '../rest/update-object.ts';
import { updateObject } from '../rest/update-object.ts';
import type { ApiRequest } from './api-request.ts';
import type { DecodedBody } from './body-decoder.ts';
import { decodeBody, JSON_AND_YAML } from './body-decoder.ts';
import { decodeObject } from './decode-object.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import { fieldValidationOf } from './request-options.ts';

export const APPLY_PATCH = 'application/apply-patch+yaml';

/** Server-side apply. @throws StatusError */
export async function applyObject(deps: HandlerDependencies, request: ApiRequest, target: Target): Promise<Updated> {
  const configuration = parseConfiguration(await request.readBody(), request);
  const force = flagOf(request.query, 'force');
  return applyTo(deps.rest, target, { configuration, force });
}

type Wanted = { readonly configuration: JsonObject; readonly force: boolean };

/** Applies a configuration in the name of the target's field manager. @throws StatusError */
export async function applyTo(rest: RestDependencies, target: Target, wanted: Wanted): Promise<Updated> {
  const { resource } = target;
  const configuration = checkConfiguration(wanted.configuration, target);
  const apply = (live: KubeObject | undefined): KubeObject => {
    const applied = merge(rest, target, { live, configuration, force: wanted.force });
    if (!live) prepareNew(applied, resource);
    const decoded = { value: cloneJson(applied), duplicates: [] };
    return decodeObject(decoded, { resource, fieldValidation: 'Ignore', warn: () => undefined, keepsNulls: true });
  };
  return updateObject(rest, { ...target, isApplied: true }, { apply, mayCreate: true });
}

/** @throws StatusError 422 for one that shall be a certain object, which there is not */
function prepareNew({ metadata }: KubeObject, resource: Resource): void {
  delete metadata.resourceVersion;
  if (!metadata.uid) return;
  const error = invalid('metadata.uid', metadata.uid, 'field is immutable');
  throw invalidObject(groupKindOf(resource), metadata.name ?? '', [error]);
}

type Applied = { readonly live: KubeObject | undefined; readonly configuration: KubeObject; readonly force: boolean };

function merge(rest: RestDependencies, target: Target, applied: Applied): KubeObject {
  const { resource, subresource, fieldManager: manager = '' } = target;
  try {
    return applyFields(applied, { resource, subresource, manager, now: rest.now() });
  } catch (error) {
    if (error instanceof StatusError) throw error;
    throw failure(`failed to merge config: ${(error as Error).message}`);
  }
}

const failure = (message: string): StatusError => new StatusError(500, '', message);

function checkConfiguration(value: JsonObject, target: Target): KubeObject {
  const { resource } = target;
  checkType(value, apiVersionOf(resource), resource.kind);
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {};
  const configuration = { ...value, metadata } as KubeObject;
  // It need not name what the path names.
  configuration.metadata.name ??= target.name;
  checkName(configuration, target);
  checkNamespace(configuration, target);
  if (configuration.metadata.managedFields) throw badRequest('metadata.managedFields must be nil');
  const errors = typedErrors(configuration, resource);
  if (errors) {
    const { namespace = '', name = '' } = configuration.metadata;
    const type = describeType(apiVersionOf(resource), resource.kind);
    throw failure(`failed to create typed patch object (${namespace}/${name}; ${type}): ${errors}`);
  }
  return configuration;
}

function checkType({ apiVersion, kind }: JsonObject, version: string, wanted: string): void {
  if (apiVersion === version && kind === wanted) return;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  throw badRequest(`invalid object type: ${describeType(text(apiVersion), text(kind))}`);
}

/** @throws StatusError 400 */
function parseConfiguration(bytes: Buffer, request: ApiRequest): JsonObject {
  const { value, duplicates, duplicatesError } = parseYaml(bytes);
  const fieldValidation = fieldValidationOf(request);
  if (duplicatesError !== undefined && fieldValidation === 'Strict')
    throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${duplicatesError}`);
  if (fieldValidation === 'Warn') request.warnings.push(...duplicates);
  if (isJsonObject(value)) return value;
  const found = Array.isArray(value) ? 'array' : typeof value;
  const cause = `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
  throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${cause}`);
}

function parseYaml(bytes: Buffer): DecodedBody {
  try {
    return decodeBody(JSON_AND_YAML, 'application/yaml', bytes);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${(error as Error).message}`);
  }
}

/** A GroupVersionKind as it prints: `/v1, Kind=ConfigMap`. */
function describeType(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}
