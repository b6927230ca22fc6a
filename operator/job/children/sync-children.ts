import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { isForbidden, isInvalid, isNotFound } from '../../../kubernetes/kubernetes-error.ts';
import { core } from '../../../kubernetes/core-resources.ts';
import type { Job } from '../../../resources/job/job.ts';
import { childName } from '../../../resources/job/job-names.ts';
import type { KubernetesObject, ResourceRef } from '../../../resources/kind.ts';
import { FIELD_MANAGER, type Child } from './child.ts';
import { isSurplus, planChild, type ChildStep } from './plan-child.ts';

/** The kinds of a Job's children. */
export const CHILD_KINDS: readonly ResourceRef[] = [
  core.persistentVolumeClaims,
  core.serviceAccounts,
  core.roles,
  core.roleBindings,
  core.services,
  core.deployments,
];

/** The cached object of a kind; the key is `namespace/name`. */
export type FindChild = (ref: ResourceRef, key: string) => KubernetesObject | undefined;

/** Something that keeps a child from being as it should. */
export interface ChildProblem {
  readonly kind: string;
  readonly reason: 'NameTaken' | 'VolumeNotResized' | 'Refused' | 'OtherCluster';
  /** A sentence for people. */
  readonly message: string;
}

export interface SyncedChildren {
  /** Kinds that were made just now. */
  readonly created: readonly string[];
  readonly problems: readonly ChildProblem[];
  /** Objects of an earlier Job of the same name are still going: come again soon. */
  readonly waiting: boolean;
}

interface Deps {
  readonly client: Pick<KubernetesClient, 'get' | 'patch' | 'delete'>;
  readonly find: FindChild;
  readonly signal: AbortSignal;
}

/**
 * Brings a Job's children to what they should be; costs no request when they are. What no quick retry can mend is answered
 * as a problem, everything else is thrown.
 */
export async function syncChildren(job: Job, wanted: readonly Child[], deps: Deps): Promise<SyncedChildren> {
  // A binding is refused while its role is not there. All others need no other, and at once a new mirror is up sooner.
  const isBinding = ({ ref }: Child): boolean => ref === core.roleBindings;
  const results = [
    ...(await syncAll(
      job,
      wanted.filter((child) => !isBinding(child)),
      deps,
    )),
    ...(await syncAll(job, wanted.filter(isBinding), deps)),
  ];
  await deleteSurplus(job, wanted, deps);
  return {
    created: results.flatMap(({ created }) => created ?? []),
    problems: results.flatMap(({ problem }) => problem ?? []),
    waiting: results.some(({ waiting }) => waiting === true),
  };
}

/** Every child is tried before the first failure is thrown. */
async function syncAll(job: Job, wanted: readonly Child[], deps: Deps): Promise<SyncedChild[]> {
  const settled = await Promise.allSettled(wanted.map((child) => syncChild(job, child, deps)));
  const failure = settled.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

interface SyncedChild {
  readonly created?: string;
  readonly problem?: ChildProblem;
  readonly waiting?: boolean;
}

async function syncChild(job: Job, child: Child, deps: Deps): Promise<SyncedChild> {
  const step = planChild(job, child, await present(child, deps));
  if (step === undefined) return {};
  if (step.do === 'wait') return { waiting: true };
  if (step.do === 'refuse') return { problem: nameTaken(child) };
  const problem = await apply(step, deps);
  if (problem) return { problem };
  return step.exists ? {} : { created: child.ref.kind };
}

/** What the cluster has under the child's name. The cache may not know yet of an object that is there. */
async function present({ ref, object }: Child, { client, find, signal }: Deps): Promise<KubernetesObject | undefined> {
  const { namespace = '', name } = object.metadata;
  const cached = find(ref, `${namespace}/${name}`);
  if (cached) return cached;
  return client.get(ref, { namespace, name }, { signal }).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
}

async function apply({ child, exists }: ChildStep & { do: 'apply' }, deps: Deps): Promise<ChildProblem | undefined> {
  const { ref, object } = child;
  const { namespace, name } = object.metadata;
  const options = { type: 'apply', force: true, fieldManager: FIELD_MANAGER, signal: deps.signal } as const;
  try {
    await deps.client.patch(ref, { namespace, name }, { ...options, body: object });
    return undefined;
  } catch (error) {
    const message = `${ref.kind} ${name}: ${error instanceof Error ? error.message : String(error)}`;
    // Growing a claim is refused as Forbidden where its storage class does not allow it.
    if (exists && ref === core.persistentVolumeClaims && (isForbidden(error) || isInvalid(error))) {
      return { kind: ref.kind, reason: 'VolumeNotResized', message };
    }
    // By a quota or a policy; a binding is also refused for as long as its role is not known everywhere.
    const refused = isInvalid(error) || (isForbidden(error) && ref !== core.roleBindings);
    if (refused) return { kind: ref.kind, reason: 'Refused', message };
    throw error;
  }
}

function nameTaken({ ref, object }: Child): ChildProblem {
  const { name } = object.metadata;
  return { kind: ref.kind, reason: 'NameTaken', message: `${ref.kind} ${name} exists and belongs to someone else` };
}

async function deleteSurplus(job: Job, wanted: readonly Child[], { client, find, signal }: Deps): Promise<void> {
  const { namespace, name } = { namespace: job.metadata.namespace, name: childName(job.metadata.name) };
  for (const ref of CHILD_KINDS) {
    if (wanted.some((child) => child.ref === ref)) continue;
    const object = find(ref, `${namespace ?? ''}/${name}`);
    if (!object || !isSurplus(job, object)) continue;
    const { uid } = object.metadata;
    await client.delete(ref, { namespace, name }, { signal, ...(uid !== undefined && { uid }) }).catch(ignoreNotFound);
  }
}

function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
