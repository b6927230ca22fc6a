import { trackUpdate } from '../apply/field-manager.ts';
import { invalidObject } from '../errors/index.ts';
import { groupKindOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { invalid } from '../errors/index.ts';
import type { RestDependencies, Target } from './dependencies.ts';

/** Whose fields are that a client names no manager for. */
const SERVER = 'kube-apiserver';

/**
 * Tells in managedFields, in place, who owns what after this write.
 * @throws StatusError 422 for a list whose items cannot be told apart
 */
export function trackFields(
  { now }: RestDependencies,
  { resource, subresource, fieldManager = SERVER, isApplied }: Target,
  states: { object: KubeObject; old: KubeObject | undefined },
): void {
  if (isApplied) return;
  try {
    trackUpdate(states, { resource, subresource, manager: fieldManager, now: now() });
  } catch (error) {
    const { name = '' } = states.object.metadata;
    throw invalidObject(groupKindOf(resource), name, [
      invalid('metadata.managedFields', null, (error as Error).message),
    ]);
  }
}
