import type { Status } from '../errors/index.ts';
import { methodNotSupported, notFound } from '../errors/index.ts';
import type { Resource, Verb } from '../kinds/resource.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { cloneJson } from '../object/kube-object.ts';
import { flagOf, integerOf } from '../query-values.ts';
import { admissionRequest, admit } from '../rest/admission.ts';
import { checkName, checkNamespace } from '../rest/check-place.ts';
import { createObject } from '../rest/create-object.ts';
import type { DeleteOptions } from '../rest/delete-options.ts';
import { parseDeleteOptions, saysPropagation } from '../rest/delete-options.ts';
import { deleteObject } from '../rest/delete-object.ts';
import type { Target } from '../rest/dependencies.ts';
import { inBatches } from '../rest/in-batches.ts';
import { checkVersionReached, listObjects } from '../rest/list-objects.ts';
import { parseListOptions, parseVersion } from '../rest/list-options.ts';
import { listRecords } from '../rest/list-records.ts';
import { objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import { updateObject } from '../rest/update-object.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { decodeBody, JSON_AND_YAML } from './body-decoder.ts';
import { decodeObject } from './decode-object.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import { listResponse } from './list-response.ts';
import { contentType } from './media-type.ts';
import { patchObject } from './patch-handler.ts';
import { presentList, presentObject } from './present.ts';
import { representationOf } from './representation.ts';
import { fieldValidationOf } from './request-options.ts';
import { watchResponse } from './watch-handler.ts';

/** A request on objects of a kind that is served. */
export type ObjectRequest = {
  readonly request: ApiRequest;
  readonly target: Target;
  readonly verb: Verb;
};

type Handler = (deps: HandlerDependencies, request: ObjectRequest) => Promise<ApiResponse>;

const HANDLERS: Readonly<Record<Verb, Handler>> = {
  create: handleCreate,
  delete: handleDelete,
  deletecollection: handleDeleteCollection,
  get: handleGet,
  list: handleList,
  patch: handlePatch,
  update: handleUpdate,
  watch: handleWatch,
};

/** @throws StatusError */
export async function handleObjects(deps: HandlerDependencies, object: ObjectRequest): Promise<ApiResponse> {
  const { verb, target } = object;
  if (!target.resource.verbs.includes(verb)) throw methodNotSupported(groupResourceOf(target.resource), verb);
  return HANDLERS[verb](deps, object);
}

async function handleGet({ rest }: HandlerDependencies, { request, target }: ObjectRequest): Promise<ApiResponse> {
  const representation = representationOf(request, ['Table', 'PartialObjectMetadata']);
  const { resource, namespace, name } = target;
  const version = parseVersion(request.query.get('resourceVersion') ?? '');
  if (version) await checkVersionReached(rest, version);
  const record = await rest.store.get(objectKey(resource, namespace, name));
  if (!record) throw notFound(groupResourceOf(resource), name);
  const object = await rest.convert(decodeRecord(record), resource);
  return { status: 200, body: presentObject(object, target.resource, { representation, now: rest.now() }) };
}

async function handleList({ rest }: HandlerDependencies, { request, target }: ObjectRequest): Promise<ApiResponse> {
  const representation = representationOf(request, ['Table', 'PartialObjectMetadataList']);
  const options = parseListOptions(request.query, target.resource, false);
  // A webhook converts all objects at once, and fails before the answer begins.
  const isPlain = representation.as === '' && !target.resource.conversion;
  if (isPlain && options.labels.isEmpty && options.fields.isEmpty) {
    return listResponse(rest, target.resource, await listRecords(rest, target, options));
  }
  const list = await listObjects(rest, target, options);
  return { status: 200, body: presentList(list, target.resource, { representation, now: rest.now() }) };
}

async function handleWatch(deps: HandlerDependencies, { request, target }: ObjectRequest): Promise<ApiResponse> {
  const representation = representationOf(request, ['Table', 'PartialObjectMetadata']);
  const options = parseListOptions(watchQuery(request.query, target.name), target.resource, true);
  return watchResponse(deps, target, { options, representation });
}

/** A watch of a path with a name is one of this object. */
function watchQuery(query: URLSearchParams, name: string): URLSearchParams {
  if (!name) return query;
  const named = new URLSearchParams(query);
  const selectors = [query.get('fieldSelector') ?? '', `metadata.name=${name}`];
  named.set('fieldSelector', selectors.filter(Boolean).join(','));
  return named;
}

async function handleCreate(deps: HandlerDependencies, { request, target }: ObjectRequest): Promise<ApiResponse> {
  const object = await readObject(deps, request, target.resource);
  const answer = target.resource.decoding === 'typed' ? deps.answers.get(target.resource.kind) : undefined;
  if (answer) {
    await admit(deps.rest.admission, admissionRequest(target, 'CREATE', { object }));
    return { status: 201, body: await answer(object, { user: request.user, namespace: target.namespace }) };
  }
  const created = await createObject(deps.rest, target, object);
  return { status: 201, body: presentWritten(deps, request, { object: created, target }) };
}

async function handleUpdate(deps: HandlerDependencies, { request, target }: ObjectRequest): Promise<ApiResponse> {
  const object = await readObject(deps, request, target.resource);
  checkName(object, target);
  checkNamespace(object, target);
  const { uid } = object.metadata;
  const updated = await updateObject(deps.rest, target, { apply: () => cloneJson(object), ...(uid && { uid }) });
  const body = presentWritten(deps, request, { object: updated.object, target });
  return { status: updated.created ? 201 : 200, body };
}

async function handlePatch(deps: HandlerDependencies, { request, target }: ObjectRequest): Promise<ApiResponse> {
  const { object, created } = await patchObject(deps, request, target);
  return { status: created ? 201 : 200, body: presentWritten(deps, request, { object, target }) };
}

async function handleDelete(deps: HandlerDependencies, { request, target }: ObjectRequest): Promise<ApiResponse> {
  const options = await readDeleteOptions(deps, request);
  warnOfOrphans(target, options);
  const { object, gone } = await deleteObject(deps.rest, target, options);
  const { resource } = target;
  const status = gone || options.orphanDependents !== false ? 200 : 202;
  if (!gone || resource.strategy.returnsDeleted) {
    return { status, body: presentWritten(deps, request, { object, target }) };
  }
  return { status, body: deletedStatus(object, resource) };
}

function warnOfOrphans({ resource, warn }: Target, options: DeleteOptions): void {
  const { orphaningWarning } = resource.strategy;
  if (orphaningWarning && !saysPropagation(options)) warn?.(orphaningWarning);
}

function deletedStatus({ metadata }: KubeObject, resource: Resource): Status {
  const { name = '', uid = '' } = metadata;
  const details = { name, ...(resource.group && { group: resource.group }), kind: resource.plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

async function handleDeleteCollection(
  deps: HandlerDependencies,
  { request, target }: ObjectRequest,
): Promise<ApiResponse> {
  const options = await readDeleteOptions(deps, request);
  warnOfOrphans(target, options);
  const list = await listObjects(deps.rest, target, parseListOptions(request.query, target.resource, false));
  await inBatches(list.items, ({ metadata }) => {
    const one = { ...target, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
    return deleteObject(deps.rest, one, options).catch(ignoreMissing);
  });
  const representation = { as: '', version: '' } as const;
  return { status: 200, body: presentList(list, target.resource, { representation, now: deps.rest.now() }) };
}

function ignoreMissing(error: unknown): void {
  if ((error as { status?: Status }).status?.code !== 404) throw error;
}

/** The object in a request's body. @throws StatusError */
export async function readObject(
  deps: HandlerDependencies,
  request: ApiRequest,
  resource: Resource,
): Promise<KubeObject> {
  const type = contentType(request.headers['content-type'], acceptedTypes(deps, resource));
  const decoded = decodeBody(deps.decoders, type, await request.readBody());
  const warn = (text: string): void => void request.warnings.push(text);
  return decodeObject(decoded, { resource, fieldValidation: fieldValidationOf(request), warn });
}

/** What has no Go type has no form in protobuf. */
function acceptedTypes({ decoders }: HandlerDependencies, { decoding }: Resource): string[] {
  return [...decoders.keys()].filter((type) => decoding === 'typed' || JSON_AND_YAML.has(type));
}

async function readDeleteOptions(deps: HandlerDependencies, request: ApiRequest): Promise<DeleteOptions> {
  const bytes = await request.readBody();
  if (bytes.length > 0) {
    const type = contentType(request.headers['content-type'], [...deps.decoders.keys()]);
    return parseDeleteOptions(decodeBody(deps.decoders, type, bytes).value);
  }
  return parseDeleteOptions(queriedOptions(request.query));
}

function queriedOptions(query: URLSearchParams): JsonObject {
  const gracePeriodSeconds = integerOf(query, 'gracePeriodSeconds');
  const [uid, resourceVersion] = [query.get('uid'), query.get('resourceVersion')];
  return {
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds: Number(gracePeriodSeconds) }),
    ...(query.has('propagationPolicy') && { propagationPolicy: query.get('propagationPolicy') }),
    ...(query.has('dryRun') && { dryRun: query.getAll('dryRun').filter((value) => value !== '') }),
    ...(query.has('orphanDependents') && { orphanDependents: flagOf(query, 'orphanDependents') }),
    ...((uid || resourceVersion) && { preconditions: { uid, resourceVersion } }),
  };
}

function presentWritten(
  { rest }: HandlerDependencies,
  request: ApiRequest,
  { object, target }: { object: KubeObject; target: Target },
): unknown {
  const representation = representationOf(request, ['Table', 'PartialObjectMetadata']);
  return presentObject(object, target.resource, { representation, now: rest.now() });
}
