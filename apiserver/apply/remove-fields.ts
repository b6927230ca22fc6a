import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject, setField } from '../object/kube-object.ts';
import type { Schema } from '../schema/schema.ts';
import type { Entry } from './atom.ts';
import { atomOf, entriesOf, isParted } from './atom.ts';
import type { FieldSet } from './field-set.ts';
import { nameIn } from './path-element.ts';

/**
 * A value without the fields of a set; an owned field takes with it what is below. What holds nothing any more becomes
 * null: it is empty, not removed.
 */
export function removeFields(value: unknown, set: FieldSet, schema: Schema | undefined): unknown {
  const atom = atomOf(value, schema);
  if (set.children.size === 0 || !isParted(atom)) return value;
  const kept: Entry[] = [];
  for (const entry of entriesOf(value, atom).values()) {
    const below = set.children.get(entry.element);
    if (below?.isMember) continue;
    kept.push(below ? { ...entry, value: removeFields(entry.value, below, entry.schema) } : entry);
  }
  if (kept.length === 0) return null;
  if (atom.kind === 'list') return kept.map((entry) => entry.value);
  const result: JsonObject = {};
  for (const entry of kept) setField(result, nameIn(entry.element), entry.value);
  return result;
}

/** A value without the containers that became empty, where `before` had something in them. */
export function dropEmptied(value: unknown, before: unknown): unknown {
  if (!isJsonObject(value) || !isJsonObject(before)) return value;
  const result: JsonObject = {};
  for (const [name, field] of Object.entries(value)) {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    if (field === null && was !== null && was !== undefined) continue;
    setField(result, name, dropEmptied(field, was));
  }
  return result;
}
