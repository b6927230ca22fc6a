import { StatusError } from '../errors/index.ts';
import type { FieldSet } from './field-set.ts';
import { pathsOf } from './field-set.ts';
import type { Manager } from './managed-fields.ts';
import { printPath } from './path-element.ts';

export type Conflict = { readonly manager: Manager; readonly fields: FieldSet };

type OneField = { readonly manager: string; readonly path: string };

/** The refusal of an apply that would take fields from others (apiserver, managedfields/internal). */
export function conflictError(conflicts: readonly Conflict[]): StatusError {
  const found = conflicts.flatMap(({ manager, fields }) =>
    pathsOf(fields).map((path): OneField => ({ manager: describe(manager), path: printPath(path) })),
  );
  const causes = found.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${manager}`,
    field: path,
  }));
  return new StatusError(409, 'Conflict', sentence(found), { causes });
}

function sentence(found: readonly OneField[]): string {
  const [first] = found;
  if (first && found.length === 1) return `Apply failed with 1 conflict: conflict with ${first.manager}: ${first.path}`;
  const managers = [...new Set(found.map(({ manager }) => manager))].sort();
  const parts = managers.map((manager) => {
    const paths = found.filter((one) => one.manager === manager).map(({ path }) => `- ${path}`);
    return `conflicts with ${manager}:\n${paths.join('\n')}`;
  });
  return `Apply failed with ${found.length} conflicts: ${parts.join('\n')}`;
}

function describe({ name, operation, apiVersion, subresource }: Manager): string {
  const via = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  const using = operation === 'Update' ? ` using ${apiVersion}` : '';
  return `${JSON.stringify(name)}${via}${using}`;
}
