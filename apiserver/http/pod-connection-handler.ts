import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { badRequest, internalError, methodNotAllowed, unknownResource } from '../errors/index.ts';
import { chooseContainer } from '../kubelet/choose-container.ts';
import { joinSockets } from '../kubelet/join-sockets.ts';
import { readComplaint } from '../kubelet/node-failure.ts';
import type { PodConnection } from '../kubelet/stream-options.ts';
import { NODE_PATHS, nodeQuery } from '../kubelet/stream-options.ts';
import { isUpgrade, upgradeHeaders } from '../kubelet/upgrade-headers.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { admitConnection } from './connect-admission.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import type { ObjectRequest } from './object-handler.ts';
import { endpointOfPod, podOf } from './pod-node.ts';

const PATH = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(exec|attach|portforward)$/;

/** Whether a path is one whose protocol may be changed; elsewhere a request to do so is answered as any other. */
export const isConnectionPath = (path: string): boolean => PATH.test(path);

/**
 * pods/exec, attach and portforward: the client's connection is handed to the node of the pod, which speaks SPDY or
 * WebSocket with it; what the node answers instead is passed on.
 * @throws StatusError
 */
export async function handlePodConnection(
  deps: HandlerDependencies,
  { request, target, verb }: ObjectRequest,
): Promise<ApiResponse> {
  const { resource, subresource, name } = target;
  if (resource.group !== '' || resource.plural !== 'pods') throw unknownResource();
  if (verb !== 'get' && verb !== 'create') throw methodNotAllowed();
  const connection = subresource as PodConnection;
  await admitConnection(deps.rest, target, request.query);
  const pod = await podOf(deps, target);
  const path = nodePath(connection, pod, request.query);
  const endpoint = await endpointOfPod(deps, pod);
  if (!endpoint) throw badRequest(`pod ${name} does not have a host assigned`);
  if (!isUpgrade(request.headers)) throw badRequest('Upgrade request required');
  const { method, headers } = request;
  const asked = deps.kubelet.upgrade(endpoint, { method, path, headers: upgradeHeaders(headers) });
  const { response, socket } = await asked.catch((error: unknown) => {
    throw internalError(`error dialing backend: ${(error as Error).message}`);
  });
  if (!socket) return refusal(response);
  return {
    status: 101,
    takeOver: (client) => answerUpgrade(client, response, socket),
    abandon: () => void socket.destroy(),
  };
}

function nodePath(connection: PodConnection, pod: KubeObject, query: ApiRequest['query']): string {
  const { namespace = '', name = '' } = pod.metadata;
  const container = connection === 'portforward' ? [] : [chooseContainer(pod, query.get('container') ?? '')];
  const parts = [NODE_PATHS[connection], namespace, name, ...container].map(encodeURIComponent);
  return `/${parts.join('/')}?${nodeQuery(connection, query).toString()}`;
}

/** What a node says that does not change the protocol. */
async function refusal(response: IncomingMessage): Promise<ApiResponse> {
  const contentType = response.headers['content-type'] ?? 'text/plain; charset=utf-8';
  return { status: response.statusCode ?? 502, text: await readComplaint(response), contentType };
}

function answerUpgrade(client: Socket, { rawHeaders }: IncomingMessage, node: Socket): void {
  const lines = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1] ?? ''}`] : [],
  );
  client.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'), 'latin1');
  joinSockets(client, node);
}
