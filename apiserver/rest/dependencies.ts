import type { Kinds } from '../kinds/kinds.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { Store } from '../storage/index.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

export type User = {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
};

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
};

/** A step every write passes; throws a StatusError to refuse it. */
export type Admission = {
  /** Before the kind's own validation. */
  readonly mutate?: (request: AdmissionRequest) => Promise<void>;
  /** After it. */
  readonly validate?: (request: AdmissionRequest) => Promise<void>;
};

/** Turns a stored object into the version that was asked for; in place. */
export type ConvertObject = (object: KubeObject, resource: Resource) => Promise<KubeObject>;

/** What the operations on objects need. */
export type RestDependencies = {
  readonly store: Store;
  readonly kinds: Kinds;
  readonly admission: readonly Admission[];
  readonly convert: ConvertObject;
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
};

export async function runAdmission(
  steps: readonly Admission[],
  phase: 'mutate' | 'validate',
  request: AdmissionRequest,
): Promise<void> {
  for (const step of steps) await step[phase]?.(request);
}
