import { apiVersion } from '../resources/kind.ts';
import type { KubernetesList, KubernetesObject, ResourceRef } from '../resources/kind.ts';
import { createApiSession } from './api-session.ts';
import type { ApiSession, RequestSample } from './api-session.ts';
import { findClusterAccess } from './cluster-access.ts';
import type { AccessOptions } from './cluster-access.ts';
import { createCredentialSource } from './credentials.ts';
import { createHttpTransport } from './http-transport.ts';
import { jsonLines } from './json-lines.ts';
import type {
  DeleteOptions,
  KubernetesClient,
  ListOptions,
  LogOptions,
  ObjectKey,
  WatchOptions,
  WriteOptions,
} from './kubernetes-client.ts';
import { patchContentTypes } from './patch-content-types.ts';
import { queryString, resourcePath } from './resource-path.ts';
import type { RetryLimits } from './retry-policy.ts';
import { watchEvent } from './watch-event.ts';

/** Where the cluster is and how to behave towards it. */
export interface ClientOptions extends AccessOptions {
  /** `durasync` unless told. */
  readonly userAgent?: string;
  /** 4 tries, at most 10 s apart, unless told. */
  readonly retry?: RetryLimits;
  /** Told of every HTTP exchange, for metrics. */
  readonly onRequest?: (sample: RequestSample) => void;
}

const defaultFieldManager = 'durasync';
const headTimeoutMs = 30_000;
const json = { 'content-type': 'application/json' };

/**
 * A client of the cluster found by `findClusterAccess`: `options.kubeconfig`, `$KUBECONFIG`, the pod's service account,
 * or `~/.kube/config`. Nothing is sent before the first call. Throws KubeconfigError when there is no usable cluster.
 */
export function createKubernetesClient(options: ClientOptions = {}): KubernetesClient {
  const access = findClusterAccess(options);
  const session = createApiSession({
    transport: createHttpTransport(access.cluster),
    credentials: createCredentialSource(access),
    host: new URL(access.cluster.server).host,
    userAgent: options.userAgent ?? 'durasync',
    retry: options.retry,
    onRequest: options.onRequest,
  });
  return { ...readers(session), ...writers(session), ...streams(session) };
}

function readers(session: ApiSession): Pick<KubernetesClient, 'get' | 'list' | 'raw'> {
  const read = (path: string, options: ListOptions | undefined): Promise<unknown> =>
    session.call({ method: 'GET', path, idempotent: true, options });
  return {
    async get<T extends KubernetesObject>(ref: ResourceRef, key: ObjectKey, options = {}) {
      return (await read(resourcePath(ref, key), options)) as T;
    },
    async list<T extends KubernetesObject>(ref: ResourceRef, options: ListOptions = {}) {
      const path = resourcePath(ref, { namespace: options.namespace }) + queryString(listQuery(options));
      return named(ref, (await read(path, options)) as KubernetesList<T>);
    },
    raw: (path, options) => read(path, options),
  };
}

function writers(session: ApiSession): Pick<KubernetesClient, 'create' | 'replace' | 'patch' | 'delete' | 'post'> {
  const write = (method: string, path: string, body: unknown, options: WriteOptions | undefined): Promise<unknown> => {
    const call = { method, path: path + queryString(writeQuery(options)), headers: json, options };
    return session.call({ ...call, body: JSON.stringify(body), idempotent: method === 'PUT' });
  };
  return {
    async create<T extends KubernetesObject>(ref: ResourceRef, object: T, options: WriteOptions = {}) {
      const { namespace, name } = object.metadata;
      const { subresource } = options;
      const path = resourcePath(ref, { namespace, ...(subresource && { name, subresource }) });
      return (await write('POST', path, object, options)) as T;
    },
    async replace<T extends KubernetesObject>(ref: ResourceRef, object: T, options: WriteOptions = {}) {
      const { namespace, name } = object.metadata;
      const path = resourcePath(ref, { namespace, name, subresource: options.subresource });
      return (await write('PUT', path, object, options)) as T;
    },
    async patch<T extends KubernetesObject>(
      ref: ResourceRef,
      key: ObjectKey,
      patch: Parameters<KubernetesClient['patch']>[2],
    ) {
      const { type, body, ...options } = patch;
      const query = { ...writeQuery(options), force: type === 'apply' ? (options.force ?? true) : undefined };
      return (await session.call({
        method: 'PATCH',
        path: resourcePath(ref, { ...key, subresource: options.subresource }) + queryString(query),
        headers: { 'content-type': patchContentTypes[type] },
        body: JSON.stringify(body),
        idempotent: type !== 'json',
        options,
      })) as T;
    },
    async delete(ref, key, options = {}) {
      const body = JSON.stringify(deleteBody(options));
      await session.call({
        method: 'DELETE',
        path: resourcePath(ref, key),
        headers: json,
        body,
        idempotent: true,
        options,
      });
    },
    post: async <T>(path: string, body: unknown, options?: WriteOptions) =>
      (await write('POST', path, body, options)) as T,
  };
}

function streams(session: ApiSession): Pick<KubernetesClient, 'watch' | 'podLog'> {
  return {
    async *watch(ref: ResourceRef, options: WatchOptions = {}) {
      const { timeoutSeconds } = options;
      const query = { ...listQuery(options), watch: true, allowWatchBookmarks: true, timeoutSeconds };
      const path = resourcePath(ref, { namespace: options.namespace }) + queryString(query);
      const body = await session.open({ method: 'GET', path, signal: options.signal }, headTimeoutMs);
      for await (const line of jsonLines(body)) yield watchEvent(line);
    },
    async *podLog(key: ObjectKey, options: LogOptions = {}) {
      const { container, follow, tailLines, previous } = options;
      const pods = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };
      const path =
        resourcePath(pods, { ...key, subresource: 'log' }) + queryString({ container, follow, tailLines, previous });
      // A quiet container sends no head, so a followed log waits for as long as its caller does.
      const body = await session.open(
        { method: 'GET', path, signal: options.signal },
        follow ? undefined : headTimeoutMs,
      );
      const decoder = new TextDecoder();
      for await (const chunk of body) yield decoder.decode(chunk, { stream: true });
    },
  };
}

function listQuery(options: ListOptions): Parameters<typeof queryString>[0] {
  const { labelSelector, fieldSelector, limit, resourceVersion } = options;
  return { labelSelector, fieldSelector, limit, resourceVersion, continue: options.continue };
}

function writeQuery(options: WriteOptions = {}): Parameters<typeof queryString>[0] {
  return {
    fieldManager: options.fieldManager ?? defaultFieldManager,
    fieldValidation: 'Strict',
    dryRun: options.dryRun ? 'All' : undefined,
  };
}

function deleteBody(options: DeleteOptions): unknown {
  const { uid, resourceVersion } = options;
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: options.propagation,
    gracePeriodSeconds: options.gracePeriodSeconds,
    preconditions: uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion },
  };
}

/** Lists of built-in kinds leave out what their items are. */
function named<T extends KubernetesObject>(ref: ResourceRef, list: KubernetesList<T>): KubernetesList<T> {
  const items = (list.items ?? []).map((item) => ({ ...item, apiVersion: apiVersion(ref), kind: ref.kind }));
  return { metadata: list.metadata, items };
}
