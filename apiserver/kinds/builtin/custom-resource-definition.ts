import type { FieldError } from '../../errors/index.ts';
import { invalid, newErrors } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { CustomResourceDefinition, DefinitionConversion } from '../custom/definition.ts';
import { hasCondition } from '../custom/definition.ts';
import { definitionErrors } from '../custom/definition-errors.ts';
import { formatWarnings } from '../custom/format-warnings.ts';
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
    warnings: (object, old) =>
      formatWarnings(object as CustomResourceDefinition, old as CustomResourceDefinition | undefined),
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
  const found = definitionErrors(definition).filter(({ field }) => field !== 'metadata.name');
  return [...errors, ...newErrors(found, () => definitionErrors(old))];
}

export const asDefinition = (object: KubeObject): CustomResourceDefinition => object as CustomResourceDefinition;
