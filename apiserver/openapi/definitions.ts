import type { Resource, Verb } from '../kinds/resource.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import {
  definitionName,
  DELETE_OPTIONS,
  LIST_META,
  listDefinitionName,
  OBJECT_META,
  PATCH,
  STATUS,
  V2_PREFIX,
} from './definition-name.ts';
import { describedDefinitions } from './described.ts';
import type { Dialect } from './dialect.ts';
import {
  API_VERSION,
  GROUP_VERSION_KIND,
  itemsText,
  KIND,
  LIST_METADATA_TEXT,
  OBJECT_METADATA_TEXT,
} from './type-meta.ts';

type Definitions = Record<string, JsonObject>;

const SCALE = 'io.k8s.api.autoscaling.v1.Scale';
/** What a kind's verbs send and answer besides its objects. */
const OF_VERBS: Readonly<Partial<Record<Verb, readonly string[]>>> = {
  delete: [DELETE_OPTIONS, STATUS],
  deletecollection: [DELETE_OPTIONS, STATUS],
  list: [LIST_META],
  patch: [PATCH],
};

/**
 * The schemas of kinds, of their lists, and of all they refer to.
 * @param described the built-in definitions there are, which the caller keeps only while descriptions are made
 */
export function describeDefinitions(
  resources: readonly Resource[],
  dialect: Dialect,
  described: Definitions = describedDefinitions(),
): Definitions {
  const names = new Set<string>();
  for (const name of resources.flatMap((resource) => rootsOf(resource, described))) collect(name, described, names);
  const builtin = [...names].map((name) => [name, dialect.builtin(name, described[name] ?? {})] as const);
  const custom = resources
    .filter(({ goType }) => !goType)
    .flatMap((resource) => [customDefinition(resource, dialect), listDefinition(resource, dialect)]);
  return Object.fromEntries([...builtin, ...custom].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The definitions a kind's operations name. */
function rootsOf(resource: Resource, described: Definitions): string[] {
  const { goType, verbs, scale, subresources = [] } = resource;
  const referred = subresources.flatMap(({ kind }) =>
    Object.keys(described).filter((name) => isOfKind(described[name], kind)),
  );
  const own = goType ? [goType, ...(verbs.includes('list') ? [listDefinitionName(resource)] : [])] : [OBJECT_META];
  return [...own, ...verbs.flatMap((verb) => OF_VERBS[verb] ?? []), ...(scale ? [SCALE] : []), ...referred];
}

/** The definition of a subresource's kind. */
export function isOfKind(definition: JsonObject | undefined, kind: object): boolean {
  const kinds = definition?.[GROUP_VERSION_KIND] as { group: string; version: string; kind: string }[] | undefined;
  return kinds?.some((own) => JSON.stringify(sorted(own)) === JSON.stringify(sorted(kind))) ?? false;
}

const sorted = (object: object): unknown => Object.entries(object).sort();

function collect(name: string, described: Definitions, names: Set<string>): void {
  if (names.has(name) || !described[name]) return;
  names.add(name);
  for (const reference of referencesIn(described[name])) collect(reference, described, names);
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isJsonObject(value)) return [];
  const own = typeof value['$ref'] === 'string' ? [value['$ref'].slice(V2_PREFIX.length)] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

function customDefinition(resource: Resource, dialect: Dialect): [string, JsonObject] {
  const schema = dialect.custom(resource.schema);
  const metadata = dialect.described(OBJECT_META, OBJECT_METADATA_TEXT);
  const properties = { apiVersion: API_VERSION, kind: KIND, metadata, ...withoutType(schema['properties']) };
  const { group, version, kind } = resource;
  return [
    definitionName(resource),
    { ...schema, type: 'object', properties, [GROUP_VERSION_KIND]: [{ group, version, kind }] },
  ];
}

const TYPE_FIELDS = new Set(['apiVersion', 'kind', 'metadata']);

function withoutType(properties: unknown): JsonObject {
  const entries = Object.entries(isJsonObject(properties) ? properties : {});
  return Object.fromEntries(entries.filter(([name]) => !TYPE_FIELDS.has(name)));
}

/** Of a custom kind; those of built-in kinds are described themselves. */
function listDefinition(resource: Resource, dialect: Dialect): [string, JsonObject] {
  const { group, version, kind, listKind, plural } = resource;
  const items = {
    type: 'array',
    description: itemsText(plural),
    items: dialect.reference(definitionName(resource)),
  };
  const metadata = dialect.described(LIST_META, LIST_METADATA_TEXT);
  return [
    listDefinitionName(resource),
    {
      type: 'object',
      description: `${listKind} is a list of ${kind}`,
      required: ['items'],
      properties: { apiVersion: API_VERSION, items, kind: KIND, metadata },
      [GROUP_VERSION_KIND]: [{ group, version, kind: listKind }],
    },
  ];
}
