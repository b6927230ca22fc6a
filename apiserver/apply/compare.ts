import { equalJson } from '../object/kube-object.ts';
import type { Schema } from '../schema/schema.ts';
import type { Entry, ListAtom, MapAtom } from './atom.ts';
import { atomOf, entriesOf, isEmptyContainer, isParted } from './atom.ts';
import type { FieldSet } from './field-set.ts';
import { asMember, isEmptySet, LEAF, NO_FIELDS, setOf } from './field-set.ts';
import type { PathElement } from './path-element.ts';

export type Comparison = { readonly added: FieldSet; readonly modified: FieldSet; readonly removed: FieldSet };

type Pair = { readonly before: unknown; readonly after: unknown; readonly schema: Schema | undefined };

const SAME: Comparison = { added: NO_FIELDS, modified: NO_FIELDS, removed: NO_FIELDS };

/** What differs between two states of an object. @throws MissingKey */
export function compareObjects(before: unknown, after: unknown, schema: Schema): Comparison {
  return compare({ before, after, schema });
}

function compare(pair: Pair): Comparison {
  const { before, after } = pair;
  // What is shared by both states is the same.
  if (before === after) return SAME;
  const atom = partsOf(pair);
  const below = atom ? compareEntries(pair, atom) : SAME;
  if (before === undefined) return { ...below, added: asMember(below.added) };
  if (after === undefined) return { ...below, removed: asMember(below.removed) };
  return atom || equalJson(before, after) ? below : { ...SAME, modified: LEAF };
}

/** How to go on below; undefined for what is compared as one. */
function partsOf({ before, after, schema }: Pair): ListAtom | MapAtom | undefined {
  const [left, right] = [atomOf(before, schema), atomOf(after, schema)];
  const isOfTwoKinds = before !== undefined && after !== undefined && left.kind !== right.kind;
  const atom = after === undefined ? left : right;
  if (isOfTwoKinds || (isEmptyContainer(before) && isEmptyContainer(after))) return undefined;
  return isParted(atom) ? atom : undefined;
}

function compareEntries({ before, after }: Pair, atom: ListAtom | MapAtom): Comparison {
  const [left, right] = [entriesOf(before, atom), entriesOf(after, atom)];
  const [added, modified, removed] = [new Parts(), new Parts(), new Parts()];
  for (const element of new Set([...left.keys(), ...right.keys()])) {
    const [old, now] = [left.get(element), right.get(element)];
    const { schema } = (now ?? old) as Entry;
    const below = compare({ before: old?.value, after: now?.value, schema });
    added.put(element, below.added);
    modified.put(element, below.modified);
    removed.put(element, below.removed);
  }
  return { added: added.set(), modified: modified.set(), removed: removed.set() };
}

class Parts {
  #children: Map<PathElement, FieldSet> | undefined;

  put(element: PathElement, set: FieldSet): void {
    if (!isEmptySet(set)) (this.#children ??= new Map<PathElement, FieldSet>()).set(element, set);
  }

  set(): FieldSet {
    return this.#children ? setOf(this.#children) : NO_FIELDS;
  }
}
