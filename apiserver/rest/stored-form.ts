import type { Resource, StoredSchema } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { equalJson } from '../object/kube-object.ts';
import { completed, isComplete } from '../schema/conform.ts';
import type { Conversion } from './dependencies.ts';
import { encodeObject, markOf } from './record-codec.ts';

type Completed = { readonly by: StoredSchema; readonly object: KubeObject };
const known = new WeakMap<KubeObject, Completed>();

/**
 * A stored object as the definition of its kind has it by now: without what the schema of its stored version does not
 * know any more, with that schema's defaults. The object itself if that is how it is stored.
 */
export function asDefined(object: KubeObject, { storedSchemas }: Resource): KubeObject {
  const by = storedSchemas?.get(object.apiVersion);
  if (!by || markOf(object) === by.mark) return object;
  const before = known.get(object);
  if (before?.by === by) return before.object;
  const made = { by, object: completed(object, by.schema) };
  known.set(object, made);
  return made.object;
}

/** The text an object is stored as. @throws StatusError */
export async function storedText(deps: Conversion, object: KubeObject, resource: Resource): Promise<string> {
  const stored = await deps.toStored(object, resource);
  const by = resource.storedSchemas?.get(stored.apiVersion);
  return encodeObject(stored, by && isComplete(stored, by.schema) ? by.mark : undefined);
}

/** An object as it would be read after it was stored. @throws StatusError */
export const throughStore = async (deps: Conversion, object: KubeObject, resource: Resource): Promise<KubeObject> =>
  deps.convert(await deps.toStored(object, resource), resource);

/**
 * Whether a write of an object as it was read would leave it as it is stored. It would not where it is stored in an
 * earlier version, or its definition changed since: so objects are migrated. @throws StatusError
 */
export async function isStoredAs(
  deps: Conversion,
  read: KubeObject,
  of: { stored: KubeObject; resource: Resource },
): Promise<boolean> {
  const { stored, resource } = of;
  if (resource.storedAs) return true;
  return equalJson(await deps.toStored(read, resource), stored);
}
