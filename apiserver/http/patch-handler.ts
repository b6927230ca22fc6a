import { badRequest, StatusError, unsupportedMediaType } from '../errors/index.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import type { Target } from '../rest/dependencies.ts';
import type { Updated } from '../rest/update-object.ts';
import { updateObject } from '../rest/update-object.ts';
import type { ApiRequest } from './api-request.ts';
import { APPLY_PATCH, applyObject } from './apply-handler.ts';
import { decodeBody, JSON_AND_YAML } from './body-decoder.ts';
import { checkPatch, decodePatched } from './decode-patched.ts';
import { parseMediaTypes } from './media-type.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import { fieldValidationOf } from './request-options.ts';

type Patch = (target: unknown, patch: unknown, resource: Resource) => unknown;

const PATCHES: Readonly<Record<string, Patch>> = {
  'application/json-patch+json': jsonPatch,
  'application/merge-patch+json': (target, patch) => mergePatch(target, patch),
  'application/strategic-merge-patch+json': (target, patch, { schema }) => strategicMerge(target, patch, schema),
};

/** Custom resources have no patch strategies. */
function acceptedPatches({ decoding }: Resource): string[] {
  return [...Object.keys(PATCHES), APPLY_PATCH].filter((type) => decoding === 'typed' || !type.includes('strategic'));
}

/** @throws StatusError */
export async function patchObject(deps: HandlerDependencies, request: ApiRequest, target: Target): Promise<Updated> {
  const { resource } = target;
  const accepted = acceptedPatches(resource);
  const type = parseMediaTypes(request.headers['content-type'] ?? '')[0]?.type ?? '';
  if (type === APPLY_PATCH) return applyObject(deps, request, target);
  const patch = accepted.includes(type) ? PATCHES[type] : undefined;
  if (!patch && resource.decoding === 'typed') throw unsupportedPatch();
  if (!patch) throw unsupportedMediaType(accepted);
  const body = checkPatch(type, decodeBody(JSON_AND_YAML, 'application/json', await request.readBody()));
  const fieldValidation = fieldValidationOf(request);
  const told = request.warnings.length;
  const apply = (existing: KubeObject | undefined): KubeObject => {
    // A change that is tried again warns once.
    request.warnings.length = told;
    const warn = (text: string): void => void request.warnings.push(text);
    const patched = { ...body, value: patch(existing, body.value, resource) };
    const object = decodePatched(type, patched, { resource, fieldValidation, warn });
    checkSameObject(object, target);
    return object;
  };
  return updateObject(deps.rest, target, { apply, mayCreate: false });
}

const unsupportedPatch = (): StatusError =>
  new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

function checkSameObject({ metadata }: KubeObject, { name, namespace }: Target): void {
  if (metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name ?? ''}) does not match the name on the URL (${name})`);
  }
  if (namespace && metadata.namespace !== namespace) {
    const texts = `the namespace of the object (${metadata.namespace ?? ''}) does not match the namespace on the request`;
    throw badRequest(`${texts} (${namespace})`);
  }
}
