import type { Kinds } from '../kinds/kinds.ts';
import type { Resource } from '../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import type { User } from '../object/user.ts';
import type { Store } from '../storage/index.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

export type { User };

/** What an admission step is told of a write. */
export type AdmissionRequest = {
  readonly operation: Operation;
  readonly resource: Resource;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: User;
  readonly dryRun: boolean;
  /** Absent when deleting. Mutating steps change it in place. */
  readonly object?: KubeObject;
  /** Absent when creating. */
  readonly old?: KubeObject;
  /** What the object is, where it is not of the resource's own kind: a Scale, a Binding. */
  readonly objectKind?: Resource;
  /** metav1 CreateOptions, UpdateOptions or DeleteOptions as they were asked for. */
  readonly options: JsonObject;
  /** Makes an object a step has changed whole again, in place: its defaults, and what this write cannot change. */
  readonly complete: (object: KubeObject) => void;
  /** Registers what is done once the object is stored, or will not be. */
  readonly whenOver: (done: () => void) => void;
  /** Sends the client a warning. */
  readonly warn: (text: string) => void;
  /** Notes something in the audit log. */
  readonly annotate: (key: string, value: string) => void;
};

/** A step every write passes; throws a StatusError to refuse it. */
export type Admission = {
  /** Before the kind's own validation. */
  readonly mutate?: (request: AdmissionRequest) => Promise<void>;
  /** After it. */
  readonly validate?: (request: AdmissionRequest) => Promise<void>;
};

/** Turns objects between the versions of their kind. What it answers is shared, as stored objects are: clone before changing. */
export type Conversion = {
  /** A stored object in the version that was asked for. @throws StatusError */
  readonly convert: (object: KubeObject, resource: Resource) => Promise<KubeObject>;
  /** Several of them, in their order. @throws StatusError */
  readonly convertAll: (objects: readonly KubeObject[], resource: Resource) => Promise<readonly KubeObject[]>;
  /** An object as it is stored. @throws StatusError */
  readonly toStored: (object: KubeObject, resource: Resource) => Promise<KubeObject>;
};

/** What the operations on objects need. */
export type RestDependencies = Conversion & {
  readonly store: Store;
  readonly kinds: Kinds;
  readonly admission: readonly Admission[];
  readonly now: () => Date;
  /** A write may change the status together with the rest of an object. */
  readonly unrestrictedUpdate: boolean;
};

/** Which object or objects a request is about, for whom, and how. */
export type Target = {
  readonly resource: Resource;
  readonly namespace: string;
  /** Empty for collections and creations. */
  readonly name: string;
  /** Empty, `status`, `scale`, … */
  readonly subresource: string;
  readonly user: User;
  readonly dryRun: boolean;
  /** Whom the fields it changes belong to afterwards; default the server itself. */
  readonly fieldManager?: string;
  /** Where an update or a patch may create: refuses who may not create with a StatusError. */
  readonly authorizeCreation?: () => Promise<void>;
  /** The object's managedFields are as they shall be: a configuration was applied. */
  readonly isApplied?: boolean;
  /** What else the client asked of the write, as metav1 CreateOptions and the like have it. */
  readonly options?: JsonObject;
  /** Sends the client a warning. */
  readonly warn?: (text: string) => void;
  /** Notes something in the audit log. */
  readonly annotate?: (key: string, value: string) => void;
};
