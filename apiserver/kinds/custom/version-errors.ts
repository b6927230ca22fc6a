import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import { equalJson } from '../../object/kube-object.ts';
import { dnsLabel1035Errors } from '../../validation/names.ts';
import type { DefinitionVersion } from './definition.ts';
import { deprecationErrors } from './deprecation-errors.ts';
import { printerColumnErrors } from './printer-column-errors.ts';
import { scaleDefinitionErrors } from './scale-definition-errors.ts';
import { schemaDefinitionErrors } from './schema-definition-errors.ts';
import { selectableFieldErrors } from './selectable-field-errors.ts';

/** What is wrong with the versions of a definition. */
export function versionErrors(versions: readonly DefinitionVersion[]): FieldError[] {
  const names = versions.map(({ name }) => name);
  const isRepeated = new Set(names).size < names.length;
  return [
    ...(isRepeated ? [invalid('spec.versions', names, 'must contain unique version names')] : []),
    // The first one is the group's internal version's only one, too.
    ...(versions[0] ? nameErrors(versions[0].name, 'spec.version') : []),
    ...versions.flatMap((version, index) => ownErrors(version, `spec.versions[${index}]`)),
    ...PARTS.flatMap((part) => partErrors(versions, part)),
  ];
}

function ownErrors(version: DefinitionVersion, path: string): FieldError[] {
  return [
    ...nameErrors(version.name, `${path}.name`),
    ...deprecationErrors(version, path),
    ...(version.schema?.openAPIV3Schema ? [] : [required(`${path}.schema.openAPIV3Schema`)]),
  ];
}

function nameErrors(name: string, field: string): FieldError[] {
  const problems = dnsLabel1035Errors(name).join(',');
  return problems ? [invalid(field, name, problems)] : [];
}

/** Something that each version says, told of elsewhere when all say the same (in the group's internal version). */
type Part = {
  readonly pick: (version: DefinitionVersion) => unknown;
  /** The field of one version, and that of all. */
  readonly fields: readonly [own: string, shared: string];
  readonly errors: (version: DefinitionVersion, at: string) => FieldError[];
};

const PARTS: readonly Part[] = [
  {
    pick: ({ schema }) => schema?.openAPIV3Schema,
    fields: ['schema.openAPIV3Schema', 'validation.openAPIV3Schema'],
    errors: ({ schema, subresources }, at) =>
      schemaDefinitionErrors(schema?.openAPIV3Schema ?? {}, at, Boolean(subresources?.status)),
  },
  {
    pick: ({ subresources }) => subresources?.scale,
    fields: ['subresources.scale', 'subresources.scale'],
    errors: ({ subresources }, at) => scaleDefinitionErrors(subresources?.scale ?? {}, at),
  },
  {
    pick: ({ additionalPrinterColumns }) => additionalPrinterColumns,
    fields: ['additionalPrinterColumns', 'additionalPrinterColumns'],
    errors: ({ additionalPrinterColumns = [] }, at) => printerColumnErrors(additionalPrinterColumns, at),
  },
  {
    pick: ({ selectableFields, schema }) => schema?.openAPIV3Schema && selectableFields,
    fields: ['selectableFields', 'selectableFields'],
    errors: ({ selectableFields = [], schema }, at) =>
      selectableFieldErrors(selectableFields, schema?.openAPIV3Schema ?? {}, at),
  },
];

function partErrors(versions: readonly DefinitionVersion[], { pick, fields, errors }: Part): FieldError[] {
  const [first, ...others] = versions;
  const [own, shared] = fields;
  const isShared = first && others.every((version) => equalJson(pick(version) ?? null, pick(first) ?? null));
  if (isShared) return pick(first) ? errors(first, `spec.${shared}`) : [];
  return versions.flatMap((version, index) => (pick(version) ? errors(version, `spec.versions[${index}].${own}`) : []));
}
