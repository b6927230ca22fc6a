import type { Body } from '../../../../support/apiserver/json-client.ts';
import type { TestKind } from './test-kinds.ts';

/** @throws if a field of the object has no manager, or a manager a field that is not there */
export function checkManagedFields(kind: TestKind, object: Body): void {
  const { managedFields = [], name } = object.metadata;
  const managed = new Set(managedFields.flatMap(({ fieldsV1 }) => paths(fieldsV1)));
  const there = kind.leaves(object);
  const orphan = there.find((path) => !managed.has(path));
  if (orphan) throw new Error(`${kind.plural}/${name}: nobody manages ${orphan}`);
  const roots = new Set(there.map((path) => path.split('/')[0]));
  const ghost = [...managed].find((path) => roots.has(path.split('/')[0]) && !there.includes(path));
  if (ghost) throw new Error(`${kind.plural}/${name}: ${ghost} is managed and not there`);
}

function paths(fields: object, prefix: readonly string[] = []): string[] {
  return Object.entries(fields).flatMap(([name, inner]: [string, object]) => {
    if (name === '.') return [];
    const path = [...prefix, name];
    return Object.keys(inner).length === 0 ? [path.join('/')] : paths(inner, path);
  });
}
