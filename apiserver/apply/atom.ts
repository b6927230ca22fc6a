import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { Schema } from '../schema/schema.ts';
import type { PathElement } from './path-element.ts';
import { fieldElement, keyElement, valueElement } from './path-element.ts';

/** What owning a part of a list means: all of it, its items by value, or its items by their keys. */
export type ListAtom = {
  readonly kind: 'list';
  readonly relation: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  readonly items: Schema | undefined;
  /** What keys are that an item leaves out, besides what its schema says. */
  readonly keyDefaults: Readonly<Record<string, unknown>>;
};

export type MapAtom = {
  readonly kind: 'map';
  readonly isAtomic: boolean;
  readonly schema: Schema | undefined;
};

/** How a value is merged, and which parts of it can be owned (structured-merge-diff, schema). */
export type Atom = { readonly kind: 'scalar' } | ListAtom | MapAtom;

const SCALAR: Atom = { kind: 'scalar' };

/** @param schema undefined where nothing is known: then the value decides, its lists are owned whole, its maps by key */
export function atomOf(value: unknown, schema: Schema | undefined): Atom {
  if (Array.isArray(value)) return listAtom(schema);
  if (!isJsonObject(value)) return nullAtom(value, schema);
  if (schema?.['x-kubernetes-int-or-string']) return SCALAR;
  return { kind: 'map', isAtomic: schema?.['x-kubernetes-map-type'] === 'atomic', schema };
}

/** A null is of the type its schema says. */
function nullAtom(value: unknown, schema: Schema | undefined): Atom {
  if (value !== null) return SCALAR;
  if (schema?.type === 'array') return listAtom(schema);
  if (schema?.type === 'object' || schema?.properties) return atomOf({}, schema);
  return SCALAR;
}

function listAtom(schema: Schema | undefined): ListAtom {
  const declared = schema?.['x-kubernetes-list-type'];
  const keys = schema?.['x-kubernetes-list-map-keys'] ?? [];
  const mergeKey = schema?.['x-kubernetes-patch-merge-key'];
  const atom = { kind: 'list', keys, items: schema?.items, keyDefaults: keyDefaultsOf(mergeKey) } as const;
  if (declared) return { ...atom, relation: declared };
  // Kinds older than list types say it by their patch strategy.
  const merges = schema?.['x-kubernetes-patch-strategy']?.split(',').includes('merge') ?? false;
  if (!merges) return { ...atom, relation: 'atomic' };
  return mergeKey ? { ...atom, keys: [mergeKey], relation: 'map' } : { ...atom, relation: 'set' };
}

/** Whether a field is one of a fixed set, as distinct from a map's key. */
export const isDeclared = ({ schema }: MapAtom, name: string): boolean =>
  schema?.properties !== undefined && Object.hasOwn(schema.properties, name);

export function fieldSchema({ schema }: MapAtom, name: string): Schema | undefined {
  if (schema?.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name];
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** Keys that built-in kinds fill in although their schemas name no default. */
const KEY_DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

/** Only built-in kinds have merge keys. */
const keyDefaultsOf = (mergeKey: string | undefined): ListAtom['keyDefaults'] =>
  mergeKey === undefined ? {} : KEY_DEFAULTS;

/** Which item it is. @throws MissingKey */
export function itemElement(item: unknown, { relation, keys, items, keyDefaults }: ListAtom): PathElement {
  if (relation === 'set') return valueElement(item);
  const found: JsonObject = {};
  for (const key of keys) {
    const own = isJsonObject(item) && Object.hasOwn(item, key) ? item[key] : undefined;
    const value = own ?? items?.properties?.[key]?.default ?? keyDefaults[key];
    if (value !== undefined) found[key] = value;
  }
  if (Object.keys(found).length === 0) throw new MissingKey(keys);
  return keyElement(found);
}

/** An item of a list has none of the keys that tell it from others. */
export class MissingKey extends Error {
  constructor(keys: readonly string[]) {
    const names = `[${keys.map((key) => JSON.stringify(key)).join(' ')}]`;
    const omission = `associative list with keys has an element that omits all key fields ${names}`;
    super(`${omission} (and doesn't have default values for any key fields)`);
  }
}

export type Entry = { readonly element: PathElement; readonly value: unknown; readonly schema: Schema | undefined };

/** The parts of a list or map that can be owned apart; of items with the same keys the first. */
export function entriesOf(value: unknown, atom: ListAtom | MapAtom): Map<PathElement, Entry> {
  const entries = new Map<PathElement, Entry>();
  if (atom.kind === 'map') {
    for (const [name, field] of Object.entries(isJsonObject(value) ? value : {})) {
      const element = fieldElement(name);
      entries.set(element, { element, value: field, schema: fieldSchema(atom, name) });
    }
    return entries;
  }
  for (const item of Array.isArray(value) ? (value as unknown[]) : []) {
    const element = itemElement(item, atom);
    if (!entries.has(element)) entries.set(element, { element, value: item, schema: atom.items });
  }
  return entries;
}

/** Whether its parts are owned one by one. */
export function isParted(atom: Atom): atom is ListAtom | MapAtom {
  if (atom.kind === 'scalar') return false;
  return atom.kind === 'list' ? atom.relation !== 'atomic' : !atom.isAtomic;
}

/** Of scalars only a text can have something in it. */
export function isEmptyContainer(value: unknown): boolean {
  if (typeof value === 'string') return value === '';
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}
