import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { ZeroDefaults } from './zero-defaults.ts';
import { zeroDefaults } from './zero-defaults.ts';

/** A built-in definition with the defaults of its fields; those it has stay. @param name such as `io.k8s.api.core.v1.Pod` */
export function withDefaults(name: string, definition: JsonObject): JsonObject {
  const properties = definition['properties'];
  if (!isJsonObject(properties)) return definition;
  const defaults = zeroDefaults(name);
  const filled = Object.entries(properties).map(([field, property]) => {
    const own = defaults[field];
    return [field, own && isJsonObject(property) ? fill(property, own) : property];
  });
  return { ...definition, properties: Object.fromEntries(filled) as JsonObject };
}

function fill(schema: JsonObject, { own, items, nested }: ZeroDefaults): JsonObject {
  const filled: JsonObject = { ...(own !== undefined && { default: own }), ...schema };
  for (const name of ['items', 'additionalProperties']) {
    const inner = filled[name];
    if (isJsonObject(inner)) filled[name] = fill(inner, { own: items, items: nested });
  }
  return filled;
}
