import type { Schema } from '../schema/schema.ts';
import type { ListAtom, MapAtom } from './atom.ts';
import { atomOf, entriesOf, isDeclared, isEmptyContainer, isParted } from './atom.ts';
import type { FieldSet } from './field-set.ts';
import { FieldSetBuilder } from './field-set.ts';
import type { PathElement } from './path-element.ts';
import { nameIn } from './path-element.ts';

type Visit = { readonly value: unknown; readonly schema: Schema | undefined; readonly path: readonly PathElement[] };

/** Which fields an object has: its leaves, its lists' items, its maps' keys. @throws MissingKey */
export function fieldsOf(value: unknown, schema: Schema): FieldSet {
  const set = new FieldSetBuilder();
  visit({ value, schema, path: [] }, set);
  return set.build();
}

function visit({ value, schema, path }: Visit, set: FieldSetBuilder): void {
  const atom = atomOf(value, schema);
  if (!isParted(atom)) {
    set.insert(path);
    return;
  }
  for (const entry of entriesOf(value, atom).values()) {
    const below = [...path, entry.element];
    visit({ value: entry.value, schema: entry.schema, path: below }, set);
    if (isOwnedItself(entry.value, entry.element, atom)) set.insert(below);
  }
}

function isOwnedItself(value: unknown, element: PathElement, atom: ListAtom | MapAtom): boolean {
  if (atom.kind === 'list') return true;
  const isEmptyMap = value === null || (typeof value === 'object' && !Array.isArray(value) && isEmptyContainer(value));
  return isEmptyMap || !isDeclared(atom, nameIn(element));
}
