import { badRequest } from '../../errors/index.ts';
import { ageOf } from '../../object/age.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import type { Schema } from '../../schema/schema.ts';
import { dnsSubdomainErrors } from '../../validation/names.ts';
import { finalizerWarnings } from '../../validation/object-meta.ts';
import type { Column, Resource, StoredSchema, Strategy, Verb } from '../resource.ts';
import { apiVersionOf } from '../resource.ts';
import type { CustomResourceDefinition, DefinitionNames, DefinitionVersion, PrinterColumn } from './definition.ts';
import { hasCondition } from './definition.ts';
import type { Check } from './custom-errors.ts';
import { customErrors } from './custom-errors.ts';
import { decodeEmbedded } from './embedded-resources.ts';
import { schemaMark } from './schema-mark.ts';
import { compileJsonPath } from './simple-json-path.ts';

/** In the order discovery tells them. */
const VERBS: readonly Verb[] = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** What a definition makes the server serve: a resource a served version. @param servedSince see Resource */
export function toResources(definition: CustomResourceDefinition, servedSince: number): Resource[] {
  const schemas = storedSchemas(definition.spec);
  const served = definition.spec.versions.filter((version) => version.served);
  return served.map((version) => ({ ...toResource(definition, version, schemas), servedSince }));
}

/** The version objects are stored in, whether it is served or not. */
export function toStoredResource(definition: CustomResourceDefinition): Resource | undefined {
  const stored = definition.spec.versions.find(({ storage }) => storage);
  return stored && toResource(definition, stored, storedSchemas(definition.spec));
}

type StoredSchemas = NonNullable<Resource['storedSchemas']>;

function toResource(
  definition: CustomResourceDefinition,
  version: DefinitionVersion,
  schemas: StoredSchemas,
): Resource {
  const { spec, metadata, status } = definition;
  const { group, versions } = spec;
  // Before any are accepted nothing is served, but what was stored may have to be cleared away.
  const names = hasCondition(definition, 'Established') ? (status?.acceptedNames ?? spec.names) : spec.names;
  return {
    group,
    version: version.name,
    kind: names.kind,
    ...namesOf(names),
    namespaced: spec.scope === 'Namespaced',
    verbs: VERBS,
    ...(metadata.deletionTimestamp && { isTerminating: true }),
    storageVersion: versions.find(({ storage }) => storage)?.name ?? '',
    schema: schemaOf(version),
    decoding: 'structural',
    ...conversionOf(spec),
    storedSchemas: schemas,
    hasStatus: version.subresources?.status !== undefined,
    selectableFields: (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath.replace(/^\./, '')),
    strategy: strategyOf(version, names.kind),
    ...(version.subresources?.scale && { scale: version.subresources.scale }),
    ...(version.additionalPrinterColumns && { columns: version.additionalPrinterColumns.map(toColumn) }),
    ...deprecation(group, names.kind, version),
  };
}

const namesOf = (names: DefinitionNames) => ({
  listKind: names.listKind ?? `${names.kind}List`,
  plural: names.plural,
  singular: names.singular ?? names.kind.toLowerCase(),
  shortNames: names.shortNames ?? [],
  categories: names.categories ?? [],
});

function conversionOf({ conversion }: CustomResourceDefinition['spec']): Pick<Resource, 'conversion'> {
  const { clientConfig, conversionReviewVersions: reviewVersions = [] } = conversion?.webhook ?? {};
  if (conversion?.strategy !== 'Webhook' || !clientConfig) return {};
  return { conversion: { clientConfig, reviewVersions } };
}

function storedSchemas({ group, versions }: CustomResourceDefinition['spec']): StoredSchemas {
  const entries = versions.map((version): [string, StoredSchema] => {
    const schema = schemaOf(version);
    return [apiVersionOf({ group, version: version.name }), { schema, mark: schemaMark(schema) }];
  });
  return new Map(entries);
}

const schemaOf = (version: DefinitionVersion): Schema => version.schema?.openAPIV3Schema ?? {};

function strategyOf(version: DefinitionVersion, kind: string): Strategy {
  const schema = schemaOf(version);
  const checks: Check = { schema, scale: version.subresources?.scale };
  return {
    nameErrors: dnsSubdomainErrors,
    countsGenerations: true,
    createsOnUpdate: false,
    updatesUnconditionally: false,
    returnsDeleted: false,
    takesShortFinalizers: true,
    warnings: ({ metadata }, old) => finalizerWarnings(metadata, old?.metadata),
    setDefaults: (object) => decodeAllEmbedded(object, version, kind),
    errors: (object) => customErrors(object, checks),
    updateErrors: (object, old) => customErrors(object, checks, old),
  };
}

/** @throws StatusError 400 */
function decodeAllEmbedded(object: KubeObject, version: DefinitionVersion, kind: string): void {
  try {
    decodeEmbedded(object, schemaOf(version));
  } catch (error) {
    const form = `${kind} in version ${JSON.stringify(version.name)} cannot be handled as a ${kind}`;
    throw badRequest(`${form}: ${(error as Error).message}`);
  }
}

function deprecation(group: string, kind: string, version: DefinitionVersion): { deprecation?: string } {
  if (!version.deprecated) return {};
  return { deprecation: version.deprecationWarning ?? `${group}/${version.name} ${kind} is deprecated` };
}

function toColumn({ jsonPath, ...column }: PrinterColumn): Column {
  const find = compileJsonPath(jsonPath);
  const description = column.description || `Custom resource definition column (in JSONPath format): ${jsonPath}`;
  return {
    ...column,
    description,
    cell: (object, now) => {
      const [value] = find?.(object) ?? [];
      if (column.type === 'date') return typeof value === 'string' ? ageOf(value, now) : null;
      return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value) : value;
    },
  };
}
