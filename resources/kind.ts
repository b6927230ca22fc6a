import type { TSchema } from 'typebox';
import type { ValidationRule } from './schema/validation-rule.ts';

/** One column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date' | 'number';
  readonly jsonPath: string;
  readonly description?: string;
  /** 0 (default) is always shown, 1 only with `-o wide`. */
  readonly priority?: number;
}

/** A resource kind: the one source of its TypeScript type, CRD, OpenAPI schema and reference page. */
export interface Kind<Spec extends TSchema = TSchema, Status extends TSchema = TSchema> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  readonly description: string;
  readonly spec: Spec;
  readonly status: Status;
  readonly printerColumns: readonly PrinterColumn[];
  /** Rules over the whole object; of its metadata only `name` and `generateName` can be seen. */
  readonly rules?: readonly ValidationRule[];
}

/** Where a kind lives in the Kubernetes API: what a client needs to build its URLs. */
export interface ResourceRef {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** The address of a kind's objects in the Kubernetes API. */
export function resourceRef(kind: Kind): ResourceRef {
  const { group, version, plural } = kind;
  return { group, version, plural, kind: kind.kind, namespaced: kind.scope === 'Namespaced' };
}

/** `group/version`, or only the version for the core group. */
export function apiVersion(ref: Pick<ResourceRef, 'group' | 'version'>): string {
  return ref.group === '' ? ref.version : `${ref.group}/${ref.version}`;
}

/** ObjectMeta, the fields that Durasync reads or writes. Times are RFC 3339 text. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: unknown[];
}

/** A reference from an object to its owner, in the owner's namespace. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** Any Kubernetes object as JSON. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** A list answer. */
export interface KubernetesList<T> {
  metadata: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  items: T[];
}
