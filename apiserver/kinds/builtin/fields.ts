import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../../object/kube-object.ts';

/** An object's spec, made if there is none. */
export function specOf(object: JsonObject): JsonObject {
  return objectAt(object, 'spec');
}

/** A field that is an object, made if there is none. */
export function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  if (isJsonObject(value)) return value;
  const made: JsonObject = {};
  object[name] = made;
  return made;
}

/** The objects in a list; none for what is no list. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Sets what is absent, null, or an empty string. */
export function setAbsent(object: JsonObject, defaults: Readonly<JsonObject>): void {
  for (const [name, value] of Object.entries(defaults)) {
    const current = object[name];
    if (current === undefined || current === null || current === '') object[name] = cloneJson(value);
  }
}

/** A text at a path such as `status.phase`; empty if there is none. */
export function textAt(object: KubeObject | JsonObject, ...path: string[]): string {
  const value = valueAt(object, ...path);
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** What is at a path of names; undefined where there is nothing, or something that has no fields. */
export function valueAt(object: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isJsonObject(inner) ? inner[name] : undefined), object);
}
