import { methodNotAllowed, methodNotSupported, unknownResource } from '../errors/index.ts';
import { groupResourceOf, subresourcesOf } from '../kinds/resource.ts';
import { cloneJson } from '../object/kube-object.ts';
import { checkName } from '../rest/check-place.ts';
import { updateObject } from '../rest/update-object.ts';
import type { ApiResponse } from './api-request.ts';
import { handleBinding } from './binding-handler.ts';
import { handleEviction } from './eviction-handler.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import { handleLog } from './log-handler.ts';
import type { ObjectRequest } from './object-handler.ts';
import { handleObjects, readObject } from './object-handler.ts';
import { handlePodConnection } from './pod-connection-handler.ts';
import { handleScale } from './scale-handler.ts';
import { handleTokenRequest } from './token-request-handler.ts';

type Handler = (deps: HandlerDependencies, object: ObjectRequest) => Promise<ApiResponse>;

/** By subresource. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  status: handlePart,
  approval: handlePart,
  ephemeralcontainers: handlePart,
  resize: handlePart,
  scale: handleScale,
  binding: handleBinding,
  eviction: handleEviction,
  finalize: handleFinalize,
  token: handleTokenRequest,
  log: handleLog,
  exec: handlePodConnection,
  attach: handlePodConnection,
  portforward: handlePodConnection,
};

/** @throws StatusError */
export async function handleSubresource(deps: HandlerDependencies, object: ObjectRequest): Promise<ApiResponse> {
  const { subresource } = object.target;
  const handler = Object.hasOwn(HANDLERS, subresource) ? HANDLERS[subresource] : undefined;
  const isServed = subresourcesOf(object.target.resource).some(({ name }) => name === subresource);
  if (!handler || !isServed) throw unknownResource();
  return handler(deps, object);
}

/** A part of an object, written as the object itself is. */
async function handlePart(deps: HandlerDependencies, object: ObjectRequest): Promise<ApiResponse> {
  if (!['get', 'update', 'patch'].includes(object.verb)) throw methodNotAllowed();
  return handleObjects(deps, object);
}

/** An update of a namespace that may change its spec.finalizers, as nothing else may. */
async function handleFinalize(
  deps: HandlerDependencies,
  { request, target, verb }: ObjectRequest,
): Promise<ApiResponse> {
  const { resource } = target;
  if (resource.plural !== 'namespaces' || resource.group !== '') throw unknownResource();
  if (verb !== 'update') throw methodNotSupported(groupResourceOf(resource), verb);
  const sent = await readObject(deps, request, resource);
  checkName(sent, target);
  const { uid } = sent.metadata;
  const { object } = await updateObject(deps.rest, target, { apply: () => cloneJson(sent), ...(uid && { uid }) });
  return { status: 200, body: object };
}
