import { equalityKey } from '../object/go-json.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';

/** What tells an item from others. */
type Identity = (item: unknown) => string;

/** A change of the item with the same key. */
export type ItemChange = { readonly item: JsonObject; readonly isDeletion: boolean };

type Merging = {
  readonly key: string;
  readonly merge: (before: unknown, item: JsonObject) => unknown;
};

/** Lists of plain values as sets. */
export function mergeSets(target: readonly unknown[], patch: readonly unknown[]): unknown[] {
  return interleave(withoutItems(target, patch), patch, placesOf(target, equalityKey));
}

/** A list of plain values without some. */
export function withoutItems(list: readonly unknown[], dropped: readonly unknown[]): unknown[] {
  const keys = new Set(dropped.map(equalityKey));
  return list.filter((item) => !keys.has(equalityKey(item)));
}

/** Lists of objects that a field tells apart. */
export function mergeByKey(target: readonly unknown[], changes: readonly ItemChange[], merging: Merging): unknown[] {
  const identity: Identity = (item) => equalityKey(isJsonObject(item) ? item[merging.key] : undefined);
  const merged = changeItems(target, changes, { ...merging, identity });
  const sent = placesOf(
    changes.map(({ item }) => item),
    identity,
  );
  const place = (item: unknown): number => sent.at(item) ?? 0;
  const changed = merged.filter((item) => sent.at(item) !== undefined).sort((a, b) => place(a) - place(b));
  const others = merged.filter((item) => sent.at(item) === undefined);
  return interleave(others, changed, placesOf(target, identity));
}

/** Of items with the same key the first is changed; all are deleted. */
function changeItems(
  target: readonly unknown[],
  changes: readonly ItemChange[],
  { merge, identity }: Merging & { readonly identity: Identity },
): unknown[] {
  const slots: { value: unknown }[] = [];
  const byKey = new Map<string, { value: unknown }[]>();
  const deleted = new Set<{ value: unknown }>();
  const append = (key: string, value: unknown): void => {
    const slot = { value };
    slots.push(slot);
    const same = byKey.get(key);
    if (same) same.push(slot);
    else byKey.set(key, [slot]);
  };
  for (const item of target) append(identity(item), item);
  for (const { item, isDeletion } of changes) {
    const key = identity(item);
    const known = byKey.get(key);
    if (isDeletion) {
      known?.forEach((slot) => deleted.add(slot));
      byKey.delete(key);
    } else if (known?.[0]) known[0].value = merge(known[0].value, item);
    else append(key, merge(undefined, item));
  }
  return slots.filter((slot) => !deleted.has(slot)).map(({ value }) => value);
}

/** Where items like one come first. */
type Places = { readonly at: (item: unknown) => number | undefined };

function placesOf(list: readonly unknown[], identity: Identity): Places {
  const places = new Map<string, number>();
  list.forEach((item, index) => {
    const key = identity(item);
    if (!places.has(key)) places.set(key, index);
  });
  return { at: (item) => places.get(identity(item)) };
}

/** What the patch names comes first, unless both were there and the other one was before it. */
function interleave(others: readonly unknown[], sent: readonly unknown[], before: Places): unknown[] {
  const result: unknown[] = [];
  let left = 0;
  let right = 0;
  while (left < others.length && right < sent.length) {
    const [l, r] = [before.at(others[left]), before.at(sent[right])];
    const isBefore = l !== undefined && r !== undefined && l < r;
    result.push(isBefore ? others[left++] : sent[right++]);
  }
  return [...result, ...others.slice(left), ...sent.slice(right)];
}

/** Items the order names come in that order; each other item stays behind the one it was behind. */
export function orderItems(list: readonly unknown[], order: readonly unknown[], key: string | undefined): unknown[] {
  const places = placesOf(order, (item) => equalityKey(key !== undefined && isJsonObject(item) ? item[key] : item));
  const first: unknown[] = [];
  /** Each an item the order names, and what stays behind it. */
  const runs: { readonly place: number; readonly items: unknown[] }[] = [];
  for (const item of list) {
    const place = places.at(item);
    if (place === undefined) (runs.at(-1)?.items ?? first).push(item);
    else runs.push({ place, items: [item] });
  }
  return [...first, ...runs.sort((a, b) => a.place - b.place).flatMap(({ items }) => items)];
}
