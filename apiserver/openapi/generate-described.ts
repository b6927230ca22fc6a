/**
 * Takes what a kube-apiserver's own description has beyond the published one: values of enumerations, defaults, texts of
 * lists. Of all its kinds, so that one that is served later is described, too.
 *   kubectl proxy & node apiserver/openapi/generate-described.ts http://127.0.0.1:8001
 */
import { writeFile } from 'node:fs/promises';
import type { JsonObject } from '../object/kube-object.ts';
import type { Described, Enumeration } from './described.ts';
import { GROUP_VERSION_KIND } from './type-meta.ts';
import { zeroDefaults } from './zero-defaults.ts';

type Schema = JsonObject & { description?: string; properties?: Record<string, Schema>; enum?: string[] };

const TIMEOUT_MS = 60_000;
const HEADING = '\n\nPossible enum values:\n';
const VALUE = /^ - `"(.*?)"`(.*)$/;

const [server] = process.argv.slice(2);
if (!server) throw new Error('usage: generate-described.ts <address of kubectl proxy>');

async function get(path: string): Promise<JsonObject> {
  const response = await fetch(server + path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return (await response.json()) as JsonObject;
}

async function definitions(): Promise<[string, Schema][]> {
  const { paths } = (await get('/openapi/v3')) as { paths: Record<string, { serverRelativeURL: string }> };
  const all = new Map<string, Schema>();
  for (const { serverRelativeURL } of Object.values(paths)) {
    const { components } = (await get(serverRelativeURL)) as { components?: { schemas?: Record<string, Schema> } };
    for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
      if (name.startsWith('io.k8s.')) all.set(name, schema);
    }
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
}

function isList(name: string, schema: Schema): boolean {
  return name.endsWith('List') && schema.properties?.['items'] !== undefined && GROUP_VERSION_KIND in schema;
}

function describeList({ description = '', properties }: Schema): Described['lists'][string] {
  const textOf = (field: string): string => properties?.[field]?.description ?? '';
  return { description, items: textOf('items'), metadata: textOf('metadata') };
}

function take(name: string, field: string, property: Schema): void {
  const values = valuesOf(property);
  if (values) (described.enumerations[name] ??= {})[field] = enumerationOf(values, property.description ?? '');
  const { own, items } = zeroDefaults(name)[field] ?? {};
  note(described.defaults, [name, field], property, own);
  const inner = property['items'] as Schema | undefined;
  if (inner) note(described.itemDefaults, [name, field], inner, items);
}

/** Notes a default that is not the usual one. */
function note(
  defaults: Record<string, Record<string, unknown>>,
  [name, field]: readonly [string, string],
  schema: Schema,
  usual: unknown,
): void {
  const value = schema['default'];
  if (value === undefined || JSON.stringify(value) === JSON.stringify(usual)) return;
  (defaults[name] ??= {})[field] = value;
}

/** Of the field itself, or of what is in it. */
const valuesOf = (property: Schema): string[] | undefined =>
  [property, property['items'] as Schema | undefined, property['additionalProperties'] as Schema | undefined].find(
    (schema) => schema?.enum,
  )?.enum;

/** Each value with what the text says of it. */
function enumerationOf(values: readonly string[], description: string): Enumeration {
  const [, list] = description.split(HEADING);
  const lines = list?.split('\n').map((line) => VALUE.exec(line)) ?? [];
  return Object.fromEntries(values.map((value) => [value, lines.find((line) => line?.[1] === value)?.[2] ?? '']));
}

const described: Described = { enumerations: {}, defaults: {}, itemDefaults: {}, lists: {} };
for (const [name, schema] of await definitions()) {
  if (isList(name, schema)) described.lists[name] = describeList(schema);
  for (const [field, property] of Object.entries(schema.properties ?? {})) take(name, field, property);
}
await writeFile(new URL('described.json', import.meta.url), `${JSON.stringify(described, null, 1)}\n`);
