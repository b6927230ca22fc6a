import type { JsonObject, KubeObject } from './kube-object.ts';

/** Makes a field what it is elsewhere, also absent. */
export function copyField<T extends object>(to: T, from: T, name: string): void {
  const [target, source] = [to as JsonObject, from as JsonObject];
  if (source[name] === undefined) delete target[name];
  else target[name] = source[name];
}

/** Takes from `old`, in place, every field of an object but its type, its metadata and those named. */
export function keepAllBut(names: readonly string[]): (object: KubeObject, old: KubeObject) => void {
  const excepted = new Set(['apiVersion', 'kind', 'metadata', ...names]);
  return (object, old) => {
    for (const name of new Set([...Object.keys(object), ...Object.keys(old)])) {
      if (!excepted.has(name)) copyField(object, old, name);
    }
  };
}

/** Takes from `old`, in place, all metadata but who owns what. */
export function keepAllButManagers(object: KubeObject, old: KubeObject): void {
  const { managedFields } = object.metadata;
  object.metadata = { ...old.metadata };
  delete object.metadata.managedFields;
  if (managedFields) object.metadata.managedFields = managedFields;
}
