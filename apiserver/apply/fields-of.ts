import type { Schema } from '../schema/schema.ts';
import type { ListAtom, MapAtom } from './atom.ts';
import { atomOf, entriesOf, isDeclared, isEmptyContainer, isParted } from './atom.ts';
import type { FieldSet } from './field-set.ts';
import { asMember, isEmptySet, LEAF, setOf } from './field-set.ts';
import type { PathElement } from './path-element.ts';
import { nameIn } from './path-element.ts';

/** Which fields an object has: its leaves, its lists' items, its maps' keys. @throws MissingKey */
export function fieldsOf(value: unknown, schema: Schema | undefined): FieldSet {
  const atom = atomOf(value, schema);
  if (!isParted(atom)) return LEAF;
  const children = new Map<PathElement, FieldSet>();
  for (const { element, value: part, schema: partSchema } of entriesOf(value, atom).values()) {
    const below = fieldsOf(part, partSchema);
    const set = isOwnedItself(part, element, atom) ? asMember(below) : below;
    if (!isEmptySet(set)) children.set(element, set);
  }
  return setOf(children);
}

function isOwnedItself(value: unknown, element: PathElement, atom: ListAtom | MapAtom): boolean {
  if (atom.kind === 'list') return true;
  const isEmptyMap = value === null || (typeof value === 'object' && !Array.isArray(value) && isEmptyContainer(value));
  return isEmptyMap || !isDeclared(atom, nameIn(element));
}
