import { readFileSync } from 'node:fs';
import { builtinDefinitions } from '../kinds/builtin/builtin-schema.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import { LIST_META, V2_PREFIX } from './definition-name.ts';
import { API_VERSION, GROUP_VERSION_KIND, KIND } from './type-meta.ts';

/** The values of a field, each with what is told of it. */
export type Enumeration = Readonly<Record<string, string>>;

type Defaults = Record<string, Record<string, unknown>>;

/** What kube-apiserver's own description has beyond the published one (described.json). */
export type Described = {
  /** By definition and field. */
  readonly enumerations: Record<string, Record<string, Enumeration>>;
  /** By definition and field: those that are not what Go's zero values make. */
  readonly defaults: Defaults;
  /** The same of the items of a list. */
  readonly itemDefaults: Defaults;
  readonly lists: Record<string, { readonly description: string; readonly items: string; readonly metadata: string }>;
};

type Definitions = Record<string, JsonObject>;

const loadDescribed = (): Described =>
  JSON.parse(readFileSync(new URL('described.json', import.meta.url), 'utf8')) as Described;

/**
 * All built-in definitions as kube-apiserver describes them, those of lists too, with `#/definitions/` before what they refer
 * to. Read anew each time.
 */
export function describedDefinitions(): Definitions {
  const definitions = builtinDefinitions();
  const { enumerations, defaults, itemDefaults, lists } = loadDescribed();
  for (const [name, fields] of Object.entries(enumerations)) {
    for (const [field, values] of Object.entries(fields)) enumerate(propertyOf(definitions[name], field), values);
  }
  setDefaults(defaults, (name, field) => propertyOf(definitions[name], field));
  setDefaults(itemDefaults, (name, field) => propertyOf(definitions[name], field)?.['items']);
  for (const [name, texts] of Object.entries(lists)) {
    const item = name.slice(0, -'List'.length);
    const kinds = definitions[item]?.[GROUP_VERSION_KIND] as { kind: string }[] | undefined;
    if (kinds?.[0]) definitions[name] = list(item, texts, kinds[0]);
  }
  return definitions;
}

function propertyOf(definition: JsonObject | undefined, field: string): JsonObject | undefined {
  const properties = definition?.['properties'];
  const property = isJsonObject(properties) ? properties[field] : undefined;
  return isJsonObject(property) ? property : undefined;
}

function setDefaults(defaults: Defaults, schemaOf: (name: string, field: string) => unknown): void {
  for (const [name, fields] of Object.entries(defaults)) {
    for (const [field, value] of Object.entries(fields)) {
      const schema = schemaOf(name, field);
      if (isJsonObject(schema)) schema['default'] = value;
    }
  }
}

function enumerate(property: JsonObject | undefined, values: Enumeration): void {
  if (!property) return;
  const inner = [property['items'], property['additionalProperties']].find(isJsonObject);
  (inner ?? property)['enum'] = Object.keys(values);
  if (inner) return;
  const lines = Object.entries(values).map(([value, text]) => ` - \`${JSON.stringify(value)}\`${text}`);
  property['description'] = `${String(property['description'])}\n\nPossible enum values:\n${lines.join('\n')}`;
}

function list(item: string, texts: Described['lists'][string], kind: { kind: string }): JsonObject {
  return {
    type: 'object',
    description: texts.description,
    required: ['items'],
    properties: {
      apiVersion: API_VERSION,
      items: { type: 'array', description: texts.items, items: { $ref: V2_PREFIX + item } },
      kind: KIND,
      metadata: { $ref: V2_PREFIX + LIST_META, description: texts.metadata },
    },
    [GROUP_VERSION_KIND]: [{ ...kind, kind: `${kind.kind}List` }],
  };
}
