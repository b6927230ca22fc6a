import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject, setField } from '../object/kube-object.ts';
import type { PathElement } from './path-element.ts';
import { checkElement, compareElements } from './path-element.ts';

/** A set of paths, as a tree: a node is in it, or on the way to one that is, or both. Never changed once made. */
export type FieldSet = {
  readonly isMember: boolean;
  readonly children: ReadonlyMap<PathElement, FieldSet>;
};

/** In a path: any element. */
export const ANY = '*';

export const NO_FIELDS: FieldSet = { isMember: false, children: new Map() };
export const LEAF: FieldSet = { isMember: true, children: new Map() };

export const isEmptySet = ({ isMember, children }: FieldSet): boolean => !isMember && children.size === 0;

/** A set of what is below something. */
export function setOf(children: ReadonlyMap<PathElement, FieldSet>): FieldSet {
  return children.size === 0 ? NO_FIELDS : { isMember: false, children };
}

/** A set with what it is a set of in it, besides what is below. */
export function asMember({ children }: FieldSet): FieldSet {
  return children.size === 0 ? LEAF : { isMember: true, children };
}

/** What is in either. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a)) return b;
  if (isEmptySet(b)) return a;
  const children = new Map(a.children);
  for (const [element, child] of b.children) children.set(element, union(children.get(element) ?? NO_FIELDS, child));
  return { isMember: a.isMember || b.isMember, children };
}

/** Of many at once: two and two, or each would be copied for every one after it. */
export function unionOf(sets: readonly FieldSet[]): FieldSet {
  if (sets.length <= 1) return sets[0] ?? NO_FIELDS;
  const half = sets.length >> 1;
  return union(unionOf(sets.slice(0, half)), unionOf(sets.slice(half)));
}

/** What is in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(b)) return NO_FIELDS;
  return mapChildren(a, a.isMember && b.isMember, (child, element) =>
    intersection(child, b.children.get(element) ?? NO_FIELDS),
  );
}

/** What is in the first and not in the second. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(b)) return a;
  return mapChildren(a, a.isMember && !b.isMember, (child, element) =>
    difference(child, b.children.get(element) ?? NO_FIELDS),
  );
}

function mapChildren(
  { children }: FieldSet,
  isMember: boolean,
  change: (child: FieldSet, element: PathElement) => FieldSet,
): FieldSet {
  const kept = new Map<PathElement, FieldSet>();
  for (const [element, child] of children) {
    const changed = change(child, element);
    if (!isEmptySet(changed)) kept.set(element, changed);
  }
  return { isMember, children: kept };
}

/** Without what is at some paths and below. */
export function withoutBranches(set: FieldSet, paths: readonly (readonly PathElement[])[]): FieldSet {
  const children = [...set.children].flatMap(([element, child]) => {
    const inner = paths.filter(([first]) => first === element).map(([, ...rest]) => rest);
    if (inner.some((path) => path.length === 0)) return [];
    const kept = inner.length > 0 ? withoutBranches(child, inner) : child;
    return isEmptySet(kept) ? [] : [[element, kept] as const];
  });
  return { ...set, children: new Map(children) };
}

/** Only what is at some paths and below; `*` in a path stands for anything. */
export function onlyBranches(set: FieldSet, paths: readonly (readonly PathElement[])[]): FieldSet {
  const children = [...set.children].flatMap(([element, child]) => {
    const inner = paths.filter(([first]) => first === element || first === ANY).map(([, ...rest]) => rest);
    const kept = inner.some((path) => path.length === 0) ? child : onlyBranches(child, inner);
    return isEmptySet(kept) ? [] : [[element, kept] as const];
  });
  return { isMember: false, children: new Map(children) };
}

/** Every path in it, in FieldsV1's order. */
export function pathsOf(set: FieldSet, prefix: readonly PathElement[] = []): PathElement[][] {
  const own = set.isMember && prefix.length > 0 ? [[...prefix]] : [];
  return [...own, ...sortedChildren(set).flatMap(([element, child]) => pathsOf(child, [...prefix, element]))];
}

const sortedChildren = ({ children }: FieldSet): [PathElement, FieldSet][] =>
  [...children].sort(([a], [b]) => compareElements(a, b));

/** metav1.FieldsV1 */
export function toFieldsV1(set: FieldSet): JsonObject {
  const fields: JsonObject = {};
  for (const [element, child] of sortedChildren(set)) {
    const below = toFieldsV1(child);
    setField(fields, element, child.isMember && child.children.size > 0 ? { '.': {}, ...below } : below);
  }
  return fields;
}

/** @throws SyntaxError if it is no FieldsV1 */
export function fromFieldsV1(fields: unknown): FieldSet {
  return readNode(fields, false);
}

function readNode(fields: unknown, isLeafMember: boolean): FieldSet {
  if (!isJsonObject(fields)) throw new SyntaxError('FieldsV1 must be objects');
  const names = Object.keys(fields).filter((name) => name !== '.');
  if (names.length === 0) return isLeafMember ? LEAF : NO_FIELDS;
  const children = new Map<PathElement, FieldSet>();
  for (const name of names) {
    checkElement(name);
    children.set(name, readNode(fields[name], true));
  }
  return { isMember: Object.hasOwn(fields, '.'), children };
}
