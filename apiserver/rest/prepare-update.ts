import { copyField, keepAllBut, keepAllButManagers } from '../object/keep-fields.ts';
import type { KubeObject, ObjectMeta } from '../object/kube-object.ts';
import { equalJson } from '../object/kube-object.ts';
import type { Resource } from '../kinds/resource.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import { trackFields } from './track-fields.ts';

type Pair = { readonly object: KubeObject; readonly old: KubeObject };

/** What the server alone decides, taken over from the stored object where a client left it out. */
const KEPT_IF_ABSENT = ['uid', 'deletionGracePeriodSeconds'] as const;
/** What no client can change: other values are passed over. */
const KEPT = ['creationTimestamp', 'deletionTimestamp', 'generation'] as const;

/** A change the server makes of a pod, which its own rules forbid everybody else. */
export const BINDING = 'binding';

/** Takes from `old`, in place, what this way in cannot change, and sets defaults. */
export function completeUpdate(deps: RestDependencies, target: Target, { object, old }: Pair): void {
  const { resource, subresource } = target;
  keepMetadata(object.metadata, old.metadata);
  // The server's own choice of a pod's node is no change of what was asked for.
  if (subresource === BINDING) return;
  const own = resource.strategy.updates?.[subresource];
  if (own) own.keep(object, old);
  else if (subresource === 'status') keepStatusOnly(target, object, old);
  else if (resource.hasStatus && !deps.unrestrictedUpdate) copyField(object, old, 'status');
  if (subresource === 'status' && resource.decoding === 'structural') return;
  resource.strategy.setDefaults?.(object);
}

/** Tells, in place, whom the fields belong to now. */
export function trackUpdateFields(deps: RestDependencies, target: Target, pair: Pair): void {
  if (target.subresource !== BINDING) trackFields(deps, target, pair);
}

/** Changes an object, in place, as its kind's rules and the server do; what those change is nobody's. */
export function prepareForUpdate(
  { now }: RestDependencies,
  { resource, subresource }: Target,
  { object, old }: Pair,
): void {
  if (subresource === BINDING) return;
  keepMetadata(object.metadata, old.metadata);
  const { prepareUpdate, updates } = resource.strategy;
  if (subresource === '') prepareUpdate?.(object, old);
  updates?.[subresource]?.prepare?.(object, old, now());
  if (subresource === 'status') resource.strategy.prepareStatusUpdate?.(object, old);
  countGeneration(resource, object, old);
}

function keepMetadata(metadata: ObjectMeta, old: ObjectMeta): void {
  for (const name of KEPT_IF_ABSENT) if (!metadata[name]) copyField(metadata, old, name);
  for (const name of KEPT) copyField(metadata, old, name);
}

/** A custom resource's metadata stays as well; a built-in one's may change with its status. */
function keepStatusOnly({ resource }: Target, object: KubeObject, old: KubeObject): void {
  keepAllBut(['status'])(object, old);
  if (resource.decoding === 'structural') keepAllButManagers(object, old);
}

function countGeneration(resource: Resource, object: KubeObject, old: KubeObject): void {
  if (!resource.strategy.countsGenerations) return;
  const ignored = new Set(['metadata', ...(resource.hasStatus ? ['status'] : [])]);
  const names = new Set([...Object.keys(object), ...Object.keys(old)]);
  const isChanged = [...names].some((name) => !ignored.has(name) && !equalJson(object[name], old[name]));
  if (isChanged) object.metadata.generation = (old.metadata.generation ?? 0) + 1;
}
