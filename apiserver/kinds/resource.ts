import type { FieldError, GroupKind, GroupResource } from '../errors/index.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { User } from '../object/user.ts';
import type { Schema } from '../schema/schema.ts';
import type { WebhookClientConfig } from '../validation/webhook-client.ts';

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export const ALL_VERBS: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** A column of a Table (metav1.TableColumnDefinition), with where its cells come from. */
export type Column = {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly cell: (object: KubeObject, now: Date) => unknown;
};

/** The rules of a kind. All change the object in place or tell what is wrong with it; none does I/O. */
export type Strategy = {
  readonly nameErrors: (name: string) => string[];
  /** Whether metadata.generation counts changes beyond metadata and status. */
  readonly countsGenerations: boolean;
  /** Whether a PUT of a missing object creates it. */
  readonly createsOnUpdate: boolean;
  /** Whether a PUT without resourceVersion replaces whatever is there. */
  readonly updatesUnconditionally: boolean;
  /** Whether a deletion answers with the object instead of a Status. */
  readonly returnsDeleted: boolean;
  /** Whether the names of finalizers need no path. */
  readonly takesShortFinalizers?: boolean;
  /** What a client is told of a valid object it writes. */
  readonly warnings?: (object: KubeObject, old?: KubeObject) => string[];
  /** Whether a new object may say its status at once. */
  readonly createsWithStatus?: boolean;
  /** Sets what a client left out. */
  readonly setDefaults?: (object: KubeObject) => void;
  /** @param user who creates it */
  readonly prepareCreate?: (object: KubeObject, user: User) => void;
  readonly prepareUpdate?: (object: KubeObject, old: KubeObject) => void;
  readonly prepareStatusUpdate?: (object: KubeObject, old: KubeObject) => void;
  /**
   * How long an object stays, in seconds, after its deletion was asked for; until then another deletion, with 0, ends it.
   * @param requested by the client
   */
  readonly gracePeriodSeconds?: (object: KubeObject, requested: number | undefined) => number;
  /** Whether its dependents stay when it is deleted by a client that says nothing of them. */
  readonly orphansDependents?: boolean;
  /** Told to such a client. */
  readonly orphaningWarning?: string;
  /** Before an object is marked as being deleted. */
  readonly prepareDelete?: (object: KubeObject) => void;
  readonly errors?: (object: KubeObject) => FieldError[];
  readonly updateErrors?: (object: KubeObject, old: KubeObject) => FieldError[];
  /** Whether an object that is being deleted must stay although its metadata.finalizers are gone. */
  readonly holdsDeletion?: (object: KubeObject) => boolean;
  /** What a write through a subresource may change, by its name; of the status by default the status. `''` is the object itself. */
  readonly updates?: Readonly<Record<string, SubresourceUpdate>>;
};

/** A write through a subresource; what is absent is as for the object itself. */
export type SubresourceUpdate = {
  /** Takes from `old`, in place, what this way in cannot change. */
  readonly keep: (object: KubeObject, old: KubeObject) => void;
  /** Fields, such as `spec` or `status.conditions`, that nobody comes to own by it. */
  readonly unowned?: readonly string[];
  /** The only fields that somebody comes to own by it, such as `spec.containers.*.resources`. */
  readonly owns?: readonly string[];
  readonly prepare?: (object: KubeObject, old: KubeObject, now: Date) => void;
  readonly errors?: (object: KubeObject, old: KubeObject) => FieldError[];
};

export type ScaleSubresource = {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
};

/** A subresource besides status and scale. */
export type Subresource = {
  readonly name: string;
  readonly verbs: readonly string[];
  /** What is sent and answered. */
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  /** It is no object: a text, or a connection. */
  readonly isText?: true;
};

/** A webhook that turns the objects of a kind from one of its versions into another. */
export type ConversionWebhook = {
  readonly clientConfig: WebhookClientConfig;
  /** Of ConversionReview, the preferred first. */
  readonly reviewVersions: readonly string[];
};

/** What objects of a custom kind are held to that are stored in one of its versions. */
export type StoredSchema = {
  readonly schema: Schema;
  /** The same for schemas that take away and add the same. */
  readonly mark: string;
};

/** One version of one kind, as it is served. */
export type Resource = {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly Verb[];
  /** Its definition is being deleted: no new objects come. */
  readonly isTerminating?: boolean;
  /** The version objects are stored in; the same for all versions of a kind. */
  readonly storageVersion: string;
  readonly schema: Schema;
  /** 'typed': decoded as Go structs are, built-in kinds. 'structural': as custom resources are. */
  readonly decoding: 'typed' | 'structural';
  /** The Go struct a built-in kind is in Kubernetes, such as `io.k8s.api.core.v1.Pod`: how it is encoded. */
  readonly goType?: string;
  /** Where the objects are stored as those of another group's kind. */
  readonly storedAs?: {
    readonly resource: Resource;
    readonly toStored: (object: KubeObject) => KubeObject;
    readonly fromStored: (object: KubeObject) => KubeObject;
  };
  /** How versions are turned into each other; without it they differ in nothing but their names. */
  readonly conversion?: ConversionWebhook;
  /** Of a custom kind: those of all its versions, by apiVersion, the ones that are not served too. */
  readonly storedSchemas?: ReadonlyMap<string, StoredSchema>;
  /** Of a custom kind: the revision since which it is served as it is now. Who followed it before has to begin anew. */
  readonly servedSince?: number;
  readonly hasStatus: boolean;
  readonly scale?: ScaleSubresource;
  readonly subresources?: readonly Subresource[];
  readonly columns?: readonly Column[];
  /** Fields beyond metadata.name and metadata.namespace that field selectors may name, such as `status.phase`. */
  readonly selectableFields: readonly string[];
  readonly strategy: Strategy;
  /** A sentence every answer warns with, for a deprecated version. */
  readonly deprecation?: string;
};

export const apiVersionOf = ({ group, version }: { group: string; version: string }): string =>
  group ? `${group}/${version}` : version;

export const groupResourceOf = ({ group, plural }: Resource): GroupResource => ({ group, resource: plural });

export const groupKindOf = ({ group, kind }: Resource): GroupKind => ({ group, kind });

const SCALE_KIND = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
const STATE_VERBS = ['get', 'patch', 'update'];

/** All subresources of a kind. */
export function subresourcesOf(resource: Resource): Subresource[] {
  const { group, version, kind, decoding, hasStatus, scale, subresources = [] } = resource;
  const states = [
    ...(scale ? [{ name: 'scale', verbs: STATE_VERBS, kind: SCALE_KIND }] : []),
    ...(hasStatus ? [{ name: 'status', verbs: STATE_VERBS, kind: { group, version, kind } }] : []),
  ];
  // As discovery tells them.
  return [...subresources, ...(decoding === 'structural' ? states.reverse() : states)];
}
