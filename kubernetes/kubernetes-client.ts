import type { KubernetesList, KubernetesObject, ResourceRef } from '../resources/kind.ts';

/** Names one object; `namespace` is left out for cluster-scoped kinds. */
export interface ObjectKey {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** What every call takes: its time-out is 30 s unless told. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface ListOptions extends CallOptions {
  /** All namespaces when left out. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
}

export interface WatchOptions extends Omit<ListOptions, 'limit' | 'continue' | 'timeoutMs'> {
  /** The server ends the watch after this long, seconds. */
  readonly timeoutSeconds?: number;
}

/** One line of a watch. An ERROR event (410 among them) is thrown as KubernetesError instead. */
export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
}

export interface WriteOptions extends CallOptions {
  readonly dryRun?: boolean;
  readonly subresource?: 'status' | 'scale' | 'binding' | 'token' | 'eviction' | 'finalize';
  /** Owner of the written fields; `durasync` unless told. */
  readonly fieldManager?: string;
  /** Take fields over from other managers (server-side apply only). */
  readonly force?: boolean;
}

export type PatchType = 'merge' | 'json' | 'apply' | 'strategic';

export interface DeleteOptions extends CallOptions {
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export interface LogOptions {
  readonly container?: string;
  readonly follow?: boolean;
  readonly tailLines?: number;
  readonly previous?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * The Kubernetes API as plain JSON. Every write asks for `fieldValidation=Strict`, so that a misspelt field is refused.
 * All methods throw KubernetesError for an answer that is no success, and TimeoutError or a network error otherwise.
 */
export interface KubernetesClient {
  get<T extends KubernetesObject>(ref: ResourceRef, key: ObjectKey, options?: CallOptions): Promise<T>;
  /** One page. */
  list<T extends KubernetesObject>(ref: ResourceRef, options?: ListOptions): Promise<KubernetesList<T>>;
  /** Ends without error when the server closes the watch; sends bookmarks. */
  watch<T extends KubernetesObject>(ref: ResourceRef, options?: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubernetesObject>(ref: ResourceRef, object: T, options?: WriteOptions): Promise<T>;
  replace<T extends KubernetesObject>(ref: ResourceRef, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubernetesObject>(
    ref: ResourceRef,
    key: ObjectKey,
    patch: { readonly type: PatchType; readonly body: unknown } & WriteOptions,
  ): Promise<T>;
  delete(ref: ResourceRef, key: ObjectKey, options?: DeleteOptions): Promise<void>;
  /** POST to a subresource or a review kind and return the answer, e.g. pods/binding, serviceaccounts/token, tokenreviews. */
  post<T>(path: string, body: unknown, options?: CallOptions): Promise<T>;
  /** Log of a pod's container as text chunks. */
  podLog(key: ObjectKey, options?: LogOptions): AsyncIterable<string>;
  /** GET of a raw path such as `/version` or `/readyz`. */
  raw(path: string, options?: CallOptions): Promise<unknown>;
}
