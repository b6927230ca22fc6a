import { badRequest, invalid, invalidObject, StatusError } from '../errors/index.ts';
import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { DecodedBody } from './body-decoder.ts';
import type { DecodeOptions } from './decode-object.ts';
import { decodeObject, nameOf } from './decode-object.ts';

const JSON_PATCH = 'application/json-patch+json';
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';

/** A patch's body, whose duplicate fields are told as those of its type. @throws StatusError 400 for one that is no patch */
export function checkPatch(type: string, body: DecodedBody): DecodedBody {
  if (type === JSON_PATCH) return { ...body, duplicates: body.duplicates.map((text) => `json patch ${text}`) };
  if (isJsonObject(body.value)) return body;
  const found = Array.isArray(body.value) ? 'array' : body.value === null ? 'null' : typeof body.value;
  throw badRequest(
    `error decoding patch: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
  );
}

/** What is wrong with an object that is the fault of the patch that made it. */
const CAUSE =
  /(strict decoding error|json): .*|parsing time .*|illegal base64 .*|Object 'Kind' is missing .*|the (kind|API version) in the data .*|it is no object/s;

/**
 * Makes an object of a kind of what a patch of a type made of one.
 * @throws StatusError 422 where that is none
 */
export function decodePatched(type: string, body: DecodedBody, options: DecodeOptions): KubeObject {
  const { resource } = options;
  try {
    if (resource.decoding === 'structural') checkSameType(body.value, resource);
    return decodeObject(type === STRATEGIC_PATCH ? ofSameType(body, resource) : body, options);
  } catch (error) {
    const message = error instanceof StatusError ? error.message : '';
    const cause = (error as Partial<StatusError>).status?.code === 400 ? CAUSE.exec(message)?.[0] : undefined;
    if (cause === undefined) throw error;
    throw invalidObject({ group: '', kind: '' }, '', [invalid('patch', JSON.stringify(body.value), cause)]);
  }
}

/** A strategic merge patch changes fields, not which kind they are of. */
function ofSameType(body: DecodedBody, resource: Resource): DecodedBody {
  const type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return { ...body, value: { ...(body.value as JsonObject), ...type } };
}

function checkSameType(value: unknown, resource: Resource): void {
  const { apiVersion, kind } = isJsonObject(value) ? value : {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !apiVersion || !kind) return;
  const wanted = apiVersionOf(resource);
  const errors = [
    ...(kind === resource.kind ? [] : [invalid('kind', kind, `must be ${resource.kind}`)]),
    ...(apiVersion === wanted ? [] : [invalid('apiVersion', apiVersion, `must be ${wanted}`)]),
  ];
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  if (errors.length > 0) throw invalidObject({ group, kind }, nameOf(value as JsonObject), errors);
}
