import { badRequest, invalid, invalidObject, methodNotSupported, notFound, unknownResource } from '../errors/index.ts';
import { builtinSchema } from '../kinds/builtin/builtin-schema.ts';
import type { Resource, ScaleSubresource } from '../kinds/resource.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../object/kube-object.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { admissionRequest, runAdmission } from '../rest/admission.ts';
import { objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { Change } from '../rest/update-object.ts';
import { updateObject } from '../rest/update-object.ts';
import type { ApiResponse } from './api-request.ts';
import { decodeBody, JSON_AND_YAML } from './body-decoder.ts';
import { checkPatch, decodePatched } from './decode-patched.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import { contentType } from './media-type.ts';
import type { ObjectRequest } from './object-handler.ts';
import { readObject } from './object-handler.ts';
import { fieldValidationOf } from './request-options.ts';

const SCALE = 'io.k8s.api.autoscaling.v1.Scale';

/** Makes the Scale a client wants of the one there is. */
type ScaleChange = (current: KubeObject) => KubeObject;

/** The scale subresource: an object's number of replicas as an autoscaling/v1 Scale. @throws StatusError */
export async function handleScale(deps: HandlerDependencies, object: ObjectRequest): Promise<ApiResponse> {
  const { target, verb } = object;
  const { scale } = target.resource;
  if (!scale) throw unknownResource();
  if (verb === 'get') return { status: 200, body: await currentScale(deps, object, scale) };
  if (verb !== 'update' && verb !== 'patch') throw methodNotSupported(groupResourceOf(target.resource), verb);
  const change = verb === 'update' ? await readReplacement(deps, object) : await readPatch(object);
  const objectKind = scaleKind(target.resource);
  const apply = async (existing: KubeObject | undefined): Promise<KubeObject> => {
    if (!existing) throw notFound(groupResourceOf(target.resource), target.name);
    const old = toScale(existing, scale);
    const wanted = change(old);
    const shown = { object: wanted, old, objectKind };
    await runAdmission(deps.rest.admission, 'mutate', admissionRequest(target, 'UPDATE', shown));
    setReplicas(existing, wanted, scale);
    if (wanted.metadata.resourceVersion) existing.metadata.resourceVersion = wanted.metadata.resourceVersion;
    return existing;
  };
  // The object's own rules are what guards it: the number is part of its spec.
  const review: Change['review'] = (states) => {
    const [object, old] = [toScale(states.object, scale), toScale(states.old, scale)];
    return { operation: 'UPDATE', object, old, objectKind };
  };
  const updated = await updateObject(deps.rest, target, { apply, review, mayCreate: false });
  return { status: 200, body: toScale(updated.object, scale) };
}

async function currentScale(
  { rest }: HandlerDependencies,
  { target }: ObjectRequest,
  scale: ScaleSubresource,
): Promise<KubeObject> {
  const { resource, namespace, name } = target;
  const record = await rest.store.get(objectKey(resource, namespace, name));
  if (!record) throw notFound(groupResourceOf(resource), name);
  return toScale(await rest.convert(decodeRecord(record), resource), scale);
}

/** Scale as a kind to decode; it is never stored. */
function scaleKind(resource: Resource): Resource {
  const kind = { group: 'autoscaling', version: 'v1', kind: 'Scale', goType: SCALE, schema: builtinSchema(SCALE) };
  return { ...resource, ...kind, decoding: 'typed' };
}

async function readReplacement(deps: HandlerDependencies, { request, target }: ObjectRequest): Promise<ScaleChange> {
  const sent = await readObject(deps, request, scaleKind(target.resource));
  return () => cloneJson(sent);
}

const PATCHES: Readonly<Record<string, (current: unknown, patch: unknown) => unknown>> = {
  'application/json-patch+json': jsonPatch,
  'application/merge-patch+json': mergePatch,
  'application/strategic-merge-patch+json': (current, patch) => strategicMerge(current, patch, builtinSchema(SCALE)),
};

async function readPatch({ request, target }: ObjectRequest): Promise<ScaleChange> {
  const type = contentType(request.headers['content-type'], Object.keys(PATCHES));
  const body = checkPatch(type, decodeBody(JSON_AND_YAML, 'application/json', await request.readBody()));
  const warn = (text: string): void => void request.warnings.push(text);
  const options = { resource: scaleKind(target.resource), fieldValidation: fieldValidationOf(request), warn };
  return (current) => decodePatched(type, { ...body, value: PATCHES[type]?.(current, body.value) }, options);
}

function toScale(object: KubeObject, scale: ScaleSubresource): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const metadata = { name, namespace, uid, resourceVersion, creationTimestamp };
  const replicas = numberAt(object, scale.specReplicasPath);
  const selector = scale.labelSelectorPath && selectorOf(valueAtPath(object, scale.labelSelectorPath));
  const status = { replicas: numberAt(object, scale.statusReplicasPath), ...(selector && { selector }) };
  const spec = replicas === 0 ? {} : { replicas };
  return { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata, spec, status } as KubeObject;
}

function setReplicas(object: KubeObject, wanted: KubeObject, { specReplicasPath }: ScaleSubresource): void {
  const { name } = object.metadata;
  if (wanted.metadata.name !== name)
    throw badRequest(
      `the name of the object (${wanted.metadata.name ?? ''}) does not match the name on the URL (${name})`,
    );
  const replicas = numberAt(wanted, '.spec.replicas');
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, name ?? '', [error]);
  }
  const parts = partsOf(specReplicasPath);
  let parent: JsonObject = object;
  for (const part of parts.slice(0, -1)) {
    const inner = isJsonObject(parent[part]) ? parent[part] : {};
    parent[part] = inner;
    parent = inner;
  }
  parent[parts.at(-1) ?? ''] = replicas;
}

const partsOf = (path: string): string[] => path.split('.').filter((part) => part !== '');

function valueAtPath(object: unknown, path: string): unknown {
  return partsOf(path).reduce<unknown>((value, part) => (isJsonObject(value) ? value[part] : undefined), object);
}

function numberAt(object: KubeObject, path: string): number {
  const value = valueAtPath(object, path);
  return typeof value === 'number' ? value : 0;
}

/** A built-in kind has a selector in parts, the oldest of them only labels, a custom one its text. */
function selectorOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) return '';
  const isLabels = Object.values(value).every((one) => typeof one === 'string');
  const labels = Object.entries(isLabels ? value : isJsonObject(value['matchLabels']) ? value['matchLabels'] : {});
  const expressions = Array.isArray(value['matchExpressions']) ? value['matchExpressions'].filter(isJsonObject) : [];
  return [...labels.map(([name, text]) => `${name}=${String(text)}`), ...expressions.map(expressionText)]
    .sort()
    .join(',');
}

function expressionText({ key, operator, values }: JsonObject): string {
  const list = Array.isArray(values) ? values.map(String).sort().join(',') : '';
  if (operator === 'Exists') return String(key);
  return operator === 'DoesNotExist' ? `!${String(key)}` : `${String(key)} ${String(operator).toLowerCase()} (${list})`;
}
