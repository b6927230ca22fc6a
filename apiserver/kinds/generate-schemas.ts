/**
 * Takes the schemas of the built-in kinds that are served out of Kubernetes' own published description:
 *   node apiserver/kinds/generate-schemas.ts <path of api/openapi-spec/swagger.json>
 */
import { readFile, writeFile } from 'node:fs/promises';
import { isJsonObject } from '../object/kube-object.ts';
import { DESCRIBED_DEFINITIONS, SENT_DEFINITIONS, SERVED_DEFINITIONS } from './builtin/served-definitions.ts';

const REF_PREFIX = '#/definitions/';

type Definitions = Record<string, Record<string, unknown>>;

const file = process.argv[2];
if (!file) throw new Error('usage: generate-schemas.ts <swagger.json>');
const { definitions } = JSON.parse(await readFile(file, 'utf8')) as { definitions: Definitions };
const taken = new Map<string, unknown>();
for (const name of [...SERVED_DEFINITIONS, ...SENT_DEFINITIONS, ...DESCRIBED_DEFINITIONS]) take(name);
const sorted = Object.fromEntries([...taken].sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(new URL('builtin/schemas.json', import.meta.url), `${JSON.stringify(sorted, null, 1)}\n`);

function take(name: string): void {
  if (taken.has(name)) return;
  const definition = definitions[name];
  if (!definition) throw new Error(`${name} is not defined in ${file}`);
  taken.set(name, { ...definition, ...additions(name, definition) });
  for (const reference of referencesIn(definition)) take(reference);
}

/** What the document leaves out. */
function additions(name: string, definition: Record<string, unknown>): Record<string, unknown> {
  if (name.endsWith('.MicroTime')) return { 'x-go-type': 'MicroTime' };
  if (name.endsWith('.Quantity')) return { 'x-go-type': 'Quantity' };
  return isFree(definition) ? { 'x-kubernetes-preserve-unknown-fields': true } : {};
}

/** Whether anything may be in it: a definition without a type, or of an object without fields. */
function isFree(definition: Record<string, unknown>): boolean {
  const hasFields = 'properties' in definition || 'additionalProperties' in definition;
  return !hasFields && (definition['type'] === undefined || definition['type'] === 'object');
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isJsonObject(value)) return [];
  const own = typeof value['$ref'] === 'string' ? [value['$ref'].slice(REF_PREFIX.length)] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}
