import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import type { Schema } from '../../schema/schema.ts';
import type { ServedDefinition } from './served-definitions.ts';

const REF_PREFIX = '#/definitions/';

let definitions: JsonObject | undefined;

/** The schema of a built-in kind, its references resolved. */
export function builtinSchema(name: ServedDefinition): Schema {
  definitions ??= loadDefinitions();
  return definitions[name] as Schema;
}

/** All definitions as Kubernetes' OpenAPI document has them, by name; they refer to each other. Read anew each time. */
export function builtinDefinitions(): Record<string, JsonObject> {
  return JSON.parse(readFileSync(new URL('schemas.json', import.meta.url), 'utf8')) as Record<string, JsonObject>;
}

/** What Kubernetes' document does not say of its own types. */
const MARKS: Readonly<Record<string, Partial<Schema>>> = {
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { 'x-kubernetes-map-type': 'atomic' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { 'x-go-type': 'Time' },
};

function loadDefinitions(): JsonObject {
  const all = builtinDefinitions();
  for (const [name, marks] of Object.entries(MARKS)) Object.assign(all[name] ?? {}, marks);
  for (const definition of Object.values(all)) link(definition, all);
  return all;
}

/** Puts in the place of each reference what it refers to. */
function link(value: unknown, all: JsonObject): void {
  if (typeof value !== 'object' || value === null) return;
  const container = value as JsonObject;
  for (const [name, child] of Object.entries(container)) {
    const target = isJsonObject(child) ? child['$ref'] : undefined;
    if (typeof target === 'string') container[name] = linked(child as JsonObject, all[target.slice(REF_PREFIX.length)]);
    else link(child, all);
  }
}

/** A reference may say otherwise how a map is owned. */
function linked(reference: JsonObject, target: unknown): unknown {
  const mapType = reference['x-kubernetes-map-type'];
  return mapType === undefined ? target : { ...(target as JsonObject), 'x-kubernetes-map-type': mapType };
}

export const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** The schema of every object's metadata. */
export function builtinObjectMeta(): Schema {
  definitions ??= loadDefinitions();
  return definitions[OBJECT_META] as Schema;
}
