import { keepAllBut, keepAllButManagers } from '../../object/keep-fields.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { copyField } from '../../object/keep-fields.ts';
import type { SubresourceUpdate } from '../resource.ts';
import { forbidden } from '../../errors/index.ts';
import { objectsIn, specOf } from './fields.ts';
import { ephemeralContainerChangeErrors } from './validation/ephemeral-container.ts';
import { isMirror, NOWHERE } from './validation/mirror-pod.ts';
import { podResizeErrors } from './validation/pod-resize.ts';
import { podSpecErrors } from './validation/pod-spec.ts';

/** pods/ephemeralcontainers: containers that are put into a running pod to look at it. */
export const ephemeralContainers: SubresourceUpdate = {
  keep: (object, old) => {
    const { ephemeralContainers: containers } = specOf(object);
    keepAllBut([])(object, old);
    keepAllButManagers(object, old);
    object['spec'] = { ...specOf(old), ephemeralContainers: containers };
    if (containers === undefined) delete specOf(object)['ephemeralContainers'];
  },
  owns: ['spec.ephemeralContainers'],
  errors: (object, old) =>
    isMirror(old)
      ? [forbidden(NOWHERE, 'static pods do not support ephemeral containers')]
      : [...podSpecErrors(specOf(object), 'spec'), ...ephemeralContainerChangeErrors(object, old)],
};

const LISTS = ['containers', 'initContainers'];
const RESIZED = ['resources', 'resizePolicy'];

/** pods/resize: the resources of a running pod's containers. */
export const resize: SubresourceUpdate = {
  keep: keepAllButResources,
  owns: LISTS.flatMap((list) => RESIZED.map((name) => `spec.${list}.*.${name}`)),
  errors: podResizeErrors,
};

function keepAllButResources(object: KubeObject, old: KubeObject): void {
  const spec = specOf(object);
  // Other containers than before are refused as they are.
  if (!LISTS.every((list) => isSameList(spec[list], specOf(old)[list]))) return;
  const lists = LISTS.filter((list) => specOf(old)[list] !== undefined).map((list) => [
    list,
    objectsIn(specOf(old)[list]).map((container, index) => resized(container, objectsIn(spec[list])[index] ?? {})),
  ]);
  keepAllBut([])(object, old);
  keepAllButManagers(object, old);
  object['spec'] = { ...specOf(old), ...(Object.fromEntries(lists) as JsonObject) };
}

function isSameList(now: unknown, before: unknown): boolean {
  const names = (list: unknown): unknown[] => objectsIn(list).map(({ name }) => name);
  return JSON.stringify(names(now)) === JSON.stringify(names(before));
}

function resized(container: JsonObject, wanted: JsonObject): JsonObject {
  const changed = { ...container };
  for (const name of RESIZED) copyField(changed, wanted, name);
  return changed;
}
