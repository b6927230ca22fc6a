import { equalJson } from '../object/kube-object.ts';
import type { Schema } from '../schema/schema.ts';
import type { Entry, ListAtom, MapAtom } from './atom.ts';
import { atomOf, entriesOf, isEmptyContainer, isParted } from './atom.ts';
import type { FieldSet } from './field-set.ts';
import { FieldSetBuilder } from './field-set.ts';
import type { PathElement } from './path-element.ts';

export type Comparison = { readonly added: FieldSet; readonly modified: FieldSet; readonly removed: FieldSet };

type Pair = {
  readonly before: unknown;
  readonly after: unknown;
  readonly schema: Schema | undefined;
  readonly path: readonly PathElement[];
};

/** What differs between two states of an object. @throws MissingKey */
export function compareObjects(before: unknown, after: unknown, schema: Schema): Comparison {
  const found = { added: new FieldSetBuilder(), modified: new FieldSetBuilder(), removed: new FieldSetBuilder() };
  compare({ before, after, schema, path: [] }, found);
  return { added: found.added.build(), modified: found.modified.build(), removed: found.removed.build() };
}

type Found = { readonly [kind in keyof Comparison]: FieldSetBuilder };

function compare(pair: Pair, found: Found): void {
  const { before, after, path } = pair;
  // What is shared by both states is the same.
  if (before === after) return;
  if (before === undefined) found.added.insert(path);
  if (after === undefined) found.removed.insert(path);
  const atom = partsOf(pair);
  if (atom) compareEntries(pair, atom, found);
  else if (before !== undefined && after !== undefined && !equalJson(before, after)) found.modified.insert(path);
}

/** How to go on below; undefined for what is compared as one. */
function partsOf({ before, after, schema }: Pair): ListAtom | MapAtom | undefined {
  const [left, right] = [atomOf(before, schema), atomOf(after, schema)];
  const isOfTwoKinds = before !== undefined && after !== undefined && left.kind !== right.kind;
  const atom = after === undefined ? left : right;
  if (isOfTwoKinds || (isEmptyContainer(before) && isEmptyContainer(after))) return undefined;
  return isParted(atom) ? atom : undefined;
}

function compareEntries({ before, after, path }: Pair, atom: ListAtom | MapAtom, found: Found): void {
  const [left, right] = [entriesOf(before, atom), entriesOf(after, atom)];
  for (const element of new Set([...left.keys(), ...right.keys()])) {
    const [old, now] = [left.get(element), right.get(element)];
    const { schema } = (now ?? old) as Entry;
    compare({ before: old?.value, after: now?.value, schema, path: [...path, element] }, found);
  }
}
