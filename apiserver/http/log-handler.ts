import { internalError, methodNotAllowed, unknownResource } from '../errors/index.ts';
import { chooseContainer } from '../kubelet/choose-container.ts';
import { parseLogRequest } from '../kubelet/log-options.ts';
import { nodeFailure, readComplaint } from '../kubelet/node-failure.ts';
import type { ApiResponse } from './api-request.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import type { ObjectRequest } from './object-handler.ts';
import { endpointOfPod, podOf } from './pod-node.ts';

/** GET pods/log: what the pod's node has of a container's output, as it comes. @throws StatusError */
export async function handleLog(
  deps: HandlerDependencies,
  { request, target, verb }: ObjectRequest,
): Promise<ApiResponse> {
  const { resource, namespace, name } = target;
  if (resource.group !== '' || resource.plural !== 'pods') throw unknownResource();
  if (verb !== 'get') throw methodNotAllowed();
  const { container: wanted, query, insecure } = parseLogRequest(request.query, name);
  const pod = await podOf(deps, target);
  const container = chooseContainer(pod, wanted);
  const endpoint = await endpointOfPod(deps, pod);
  // Not placed yet: nothing was said, and that is no mistake.
  if (!endpoint) return { status: 204 };
  const parts = [namespace, name, container].map(encodeURIComponent).join('/');
  const path = `/containerLogs/${parts}?${query.toString()}`;
  const answer = await deps.kubelet.get(endpoint, { method: 'GET', path, insecure }).catch((error: unknown) => {
    throw internalError(`Get "https://${endpoint.host}:${endpoint.port}${path}": ${(error as Error).message}`);
  });
  const { statusCode = 0 } = answer;
  if (statusCode < 200 || statusCode > 206) {
    throw nodeFailure(statusCode, await readComplaint(answer), { resource: 'pods/log', name });
  }
  return { status: 200, contentType: 'text/plain', bytes: answer };
}
