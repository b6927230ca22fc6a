import { builtinDefinitions } from '../kinds/builtin/builtin-schema.ts';
import type { Resource } from '../kinds/resource.ts';
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
import type { Dialect } from './dialect.ts';

type Definitions = Record<string, JsonObject>;

const SCALE = 'io.k8s.api.autoscaling.v1.Scale';
const ALWAYS = [DELETE_OPTIONS, LIST_META, OBJECT_META, PATCH, STATUS];

/**
 * The schemas of kinds, of their lists, and of all they refer to.
 * @param described the built-in definitions there are, which the caller keeps only while descriptions are made
 */
export function describeDefinitions(
  resources: readonly Resource[],
  dialect: Dialect,
  described: Definitions = builtinDefinitions(),
): Definitions {
  const names = new Set<string>();
  const goTypes = resources.flatMap(({ goType }) => (goType ? [goType] : []));
  const referred = resources.flatMap(({ subresources = [] }) =>
    subresources.flatMap(({ kind }) => Object.keys(described).filter((name) => isOfKind(described[name], kind))),
  );
  const scales = resources.some(({ scale }) => scale) ? [SCALE] : [];
  for (const name of [...ALWAYS, ...scales, ...goTypes, ...referred]) collect(name, described, names);
  const builtin = [...names].map((name) => [name, dialect.builtin(name, described[name] ?? {})] as const);
  const custom = resources.flatMap((resource) => (resource.goType ? [] : [customDefinition(resource, dialect)]));
  const lists = resources.map((resource) => listDefinition(resource, dialect));
  return Object.fromEntries([...builtin, ...custom, ...lists].sort(([a], [b]) => (a < b ? -1 : 1)));
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

const GROUP_VERSION_KIND = 'x-kubernetes-group-version-kind';

const API_VERSION = {
  type: 'string',
  description:
    'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
};
const KIND = {
  type: 'string',
  description:
    'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
};
const METADATA_DESCRIPTION =
  "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

function customDefinition(resource: Resource, dialect: Dialect): [string, JsonObject] {
  const schema = dialect.custom(resource.schema);
  const metadata = { allOf: [dialect.reference(OBJECT_META)], description: METADATA_DESCRIPTION };
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

function listDefinition(resource: Resource, dialect: Dialect): [string, JsonObject] {
  const { group, version, listKind } = resource;
  const description = `${listKind} is a list of ${resource.kind}`;
  const items = {
    type: 'array',
    description: 'Items of the list.',
    items: dialect.reference(definitionName(resource)),
  };
  const metadata = { allOf: [dialect.reference(LIST_META)], description: "Standard list's metadata." };
  return [
    listDefinitionName(resource),
    {
      type: 'object',
      description,
      required: ['items'],
      properties: { apiVersion: API_VERSION, items, kind: KIND, metadata },
      [GROUP_VERSION_KIND]: [{ group, version, kind: listKind }],
    },
  ];
}
