import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { dnsLabelErrors } from '../../validation/names.ts';
import type { CustomResourceDefinition, DefinitionConversion } from '../custom/definition.ts';
import { hasCondition } from '../custom/definition.ts';
import { conversionErrors } from '../custom/conversion-errors.ts';
import { selectableFieldErrors } from '../custom/selectable-field-errors.ts';
import { schemaDefinitionErrors } from '../custom/schema-definition-errors.ts';
import { createdAtColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { setAbsent } from './fields.ts';

/** Holds a definition that is being deleted until its objects are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

export const customResourceDefinition = builtin({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  hasStatus: true,
  definition: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
  columns: createdAtColumns,
  strategy: {
    countsGenerations: true,
    updatesUnconditionally: false,
    takesShortFinalizers: true,
    setDefaults: (object) => setDefaults(object as CustomResourceDefinition),
    prepareCreate: (object) => {
      object['status'] = { conditions: null, acceptedNames: { plural: '', kind: '' } };
      keepStoredVersions(object as CustomResourceDefinition);
    },
    prepareUpdate: (object) => keepStoredVersions(object as CustomResourceDefinition),
    prepareDelete: ({ metadata }) => {
      metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), CLEANUP_FINALIZER])];
    },
    errors: (object) => definitionErrors(object as CustomResourceDefinition),
    updateErrors: (object, old) => updateErrors(object as CustomResourceDefinition, old as CustomResourceDefinition),
  },
});

function setDefaults(definition: CustomResourceDefinition): void {
  const { spec } = definition;
  if (!spec?.names) return;
  const names = { ...spec.names };
  const singular = names.singular || names.kind?.toLowerCase();
  const listKind = names.listKind || (names.kind && `${names.kind}List`);
  const defaults = { ...(singular && { singular }), ...(listKind && { listKind }) };
  definition.spec = { ...spec, names: { ...names, ...defaults }, conversion: spec.conversion ?? { strategy: 'None' } };
  setConversionDefaults(definition.spec.conversion);
}

function setConversionDefaults(conversion: DefinitionConversion | undefined): void {
  const { service } = conversion?.webhook?.clientConfig ?? {};
  if (service) setAbsent(service, { port: 443 });
}

/** Every version that ever was the stored one; objects of it may be there. */
function keepStoredVersions({ spec, status }: CustomResourceDefinition): void {
  const storage = spec?.versions?.find((version) => version.storage)?.name;
  if (!status || storage === undefined) return;
  status.storedVersions = [...new Set([...(status.storedVersions ?? []), storage])];
}

/** What the rest of the checks count on. */
function missingFields(spec: CustomResourceDefinition['spec'] | undefined): FieldError[] {
  const { group, names, versions, scope } = (spec ?? {}) as Partial<CustomResourceDefinition['spec']>;
  const fields = { group, scope, versions, 'names.plural': names?.plural, 'names.kind': names?.kind };
  return Object.entries(fields).flatMap(([name, value]) => (value ? [] : [required(`spec.${name}`)]));
}

function definitionErrors({ metadata, spec }: CustomResourceDefinition): FieldError[] {
  const missing = missingFields(spec);
  if (missing.length > 0) return missing;
  const errors: FieldError[] = [];
  const name = `${spec.names.plural}.${spec.group}`;
  if (metadata.name !== name)
    errors.push(invalid('metadata.name', metadata.name, `must be spec.names.plural+"."+spec.group`));
  if (!spec.group.includes('.'))
    errors.push(invalid('spec.group', spec.group, 'should be a domain with at least one dot'));
  if (spec.versions.length === 0) errors.push(required('spec.versions', 'must have at least one version'));
  if (spec.versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(
      invalid(
        'spec.versions',
        spec.versions.map((version) => version.name),
        'must have exactly one version marked as storage version',
      ),
    );
  }
  if (spec.preserveUnknownFields) {
    errors.push(
      invalid(
        'spec.preserveUnknownFields',
        true,
        'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
      ),
    );
  }
  if (spec.conversion) errors.push(...conversionErrors(spec.conversion, 'spec.conversion'));
  return [...errors, ...versionErrors(spec.versions)];
}

function versionErrors(versions: CustomResourceDefinition['spec']['versions']): FieldError[] {
  return versions.flatMap((version, index) => {
    const path = `spec.versions[${index}]`;
    const schema = version.schema?.openAPIV3Schema;
    const names = dnsLabelErrors(version.name).map((detail) => invalid(`${path}.name`, version.name, detail));
    if (!schema) return [...names, required(`${path}.schema.openAPIV3Schema`)];
    // A schema all versions share is told of where it stands in the group's internal version.
    const isShared = versions.length === 1;
    const at = isShared ? 'spec.validation.openAPIV3Schema' : `${path}.schema.openAPIV3Schema`;
    const fields = `${isShared ? 'spec' : path}.selectableFields`;
    return [
      ...names,
      ...schemaDefinitionErrors(schema, at),
      ...selectableFieldErrors(version.selectableFields ?? [], schema, fields),
    ];
  });
}

function updateErrors(definition: CustomResourceDefinition, old: CustomResourceDefinition): FieldError[] {
  const { spec, status } = definition;
  const errors: FieldError[] = [];
  const immutable = (field: string, value: unknown, before: unknown): void => {
    if (value !== before) errors.push(invalid(field, value, 'field is immutable'));
  };
  immutable('spec.group', spec.group, old.spec.group);
  immutable('spec.names.plural', spec.names.plural, old.spec.names.plural);
  if (hasCondition(old, 'Established')) {
    immutable('spec.scope', spec.scope, old.spec.scope);
    immutable('spec.names.kind', spec.names.kind, old.spec.names.kind);
  }
  for (const [index, version] of (status?.storedVersions ?? []).entries()) {
    if (spec.versions.some(({ name }) => name === version)) continue;
    errors.push(
      invalid(
        `status.storedVersions[${index}]`,
        version,
        `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`,
      ),
    );
  }
  // A name that cannot change was right when it was given.
  return [...errors, ...definitionErrors(definition).filter(({ field }) => field !== 'metadata.name')];
}

export const asDefinition = (object: KubeObject): CustomResourceDefinition => object as CustomResourceDefinition;
