import type { FieldError } from '../../errors/index.ts';
import { invalid, notSupported, required } from '../../errors/index.ts';
import { dnsSubdomainErrors } from '../../validation/names.ts';
import { conversionErrors } from './conversion-errors.ts';
import type { CustomResourceDefinition } from './definition.ts';
import { nameErrors } from './name-errors.ts';
import { versionErrors } from './version-errors.ts';

type Spec = CustomResourceDefinition['spec'];

/** What is wrong with a definition. */
export function definitionErrors({ metadata, spec }: CustomResourceDefinition): FieldError[] {
  const missing = missingFields(spec);
  if (missing.length > 0) return missing;
  const name = `${spec.names.plural}.${spec.group}`;
  return [
    ...(metadata.name === name
      ? []
      : [invalid('metadata.name', metadata.name, `must be spec.names.plural+"."+spec.group`)]),
    ...groupErrors(spec.group),
    ...(SCOPES.includes(spec.scope) ? [] : [notSupported('spec.scope', spec.scope, SCOPES)]),
    ...nameErrors(spec.names, 'spec.names'),
    ...storageErrors(spec.versions),
    ...(spec.preserveUnknownFields ? [PRESERVES] : []),
    ...(spec.conversion ? conversionErrors(spec.conversion, 'spec.conversion') : []),
    ...versionErrors(spec.versions),
  ];
}

/** What the rest of the checks count on. */
function missingFields(spec: Spec | undefined): FieldError[] {
  const { group, names, versions, scope } = (spec ?? {}) as Partial<Spec>;
  const fields = { group, scope, versions, 'names.plural': names?.plural, 'names.kind': names?.kind };
  return Object.entries(fields).flatMap(([name, value]) => (value ? [] : [required(`spec.${name}`)]));
}

const SCOPES: readonly string[] = ['Cluster', 'Namespaced'];

function groupErrors(group: string): FieldError[] {
  const form = dnsSubdomainErrors(group).join(',');
  const problem = form || (group.includes('.') ? '' : 'should be a domain with at least one dot');
  return problem ? [invalid('spec.group', group, problem)] : [];
}

function storageErrors(versions: Spec['versions']): FieldError[] {
  if (versions.length === 0) return [required('spec.versions', 'must have at least one version')];
  if (versions.filter(({ storage }) => storage).length === 1) return [];
  const names = versions.map((version) => version.name);
  return [invalid('spec.versions', names, 'must have exactly one version marked as storage version')];
}

const PRESERVES = invalid(
  'spec.preserveUnknownFields',
  true,
  'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
);
