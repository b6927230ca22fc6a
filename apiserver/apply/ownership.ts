import { equalJson } from '../object/kube-object.ts';
import type { Schema } from '../schema/schema.ts';
import type { Comparison } from './compare.ts';
import { compareObjects } from './compare.ts';
import type { Conflict } from './conflicts.ts';
import { conflictError } from './conflicts.ts';
import type { FieldSet } from './field-set.ts';
import { difference, intersection, isEmptySet, NO_FIELDS, union, unionOf } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';
import type { Manager, Ownership, Owners } from './managed-fields.ts';
import { managerKey, mapFields } from './managed-fields.ts';
import { mergeConfiguration } from './merge.ts';
import { dropEmptied, removeFields } from './remove-fields.ts';

/** Who writes, by which rules, when; `owned` drops from a set what nobody can own. */
export type Writer = {
  readonly manager: Manager;
  readonly schema: Schema;
  /** metav1.Time */
  readonly time: string;
  readonly ownable: (fields: FieldSet) => FieldSet;
};

type States = { readonly before: unknown; readonly after: unknown };

/** The owners after an update: who changes or adds a field owns it alone; what is gone nobody owns. */
export function ownersAfterUpdate(owners: Owners, { before, after }: States, writer: Writer): Owners {
  const comparison = compareObjects(before, after, writer.schema);
  const others = withoutChanged(owners, comparison);
  const taken = writer.ownable(union(comparison.added, comparison.modified));
  if (isEmptySet(taken)) return others;
  const key = managerKey(writer.manager);
  const fields = union(taken, others.get(key)?.fields ?? NO_FIELDS);
  return new Map(others).set(key, { ...writer.manager, fields, time: writer.time });
}

function withoutChanged(owners: Owners, { added, modified, removed }: Comparison, but = ''): Owners {
  const lost = union(union(added, modified), removed);
  return mapFields(owners, ({ fields }, key) => (key === but ? fields : difference(fields, lost)));
}

/** What is applied to what. */
export type Application = {
  readonly live: unknown;
  readonly configuration: unknown;
  readonly force: boolean;
  /** What may be taken from others all the same; default nothing. */
  readonly allowed?: () => FieldSet;
};

export type Applied = { readonly object: unknown; readonly owners: Owners };

/**
 * Lays a configuration over an object and takes away what its manager no longer applies and nobody else does.
 * @throws StatusError 409 if that would change what others own and is not `allowed`, unless by force
 */
export function applyConfiguration(
  owners: Owners,
  { live, configuration, force, allowed = () => NO_FIELDS }: Application,
  writer: Writer,
): Applied {
  const key = managerKey(writer.manager);
  const last = owners.get(key);
  const fields = writer.ownable(fieldsOf(configuration, writer.schema));
  const own: Ownership = { ...writer.manager, fields };
  const claimed = new Map(owners).set(key, own);
  const merged = mergeConfiguration(live, configuration, writer.schema);
  const pruned = last ? removeAbandoned(merged, { last: last.fields, owners: claimed }, writer.schema) : merged;
  const object = dropEmptied(pruned, merged);
  const comparison = compareObjects(live, pruned, writer.schema);
  const conflicts = findConflicts(claimed, comparison, key);
  if (conflicts.length > 0 && !force) refuseAllBut(allowed(), conflicts);
  // Who changes nothing owns what it applies, without a time of its own.
  const time = equalJson(live, object) ? last?.time : writer.time;
  const timed = claimed.set(key, time === undefined ? own : { ...own, time });
  return { object, owners: withoutChanged(timed, comparison, key) };
}

function refuseAllBut(allowed: FieldSet, conflicts: readonly Conflict[]): void {
  const left = conflicts.map(({ manager, fields }) => ({ manager, fields: difference(fields, allowed) }));
  const refused = left.filter(({ fields }) => !isEmptySet(fields));
  if (refused.length > 0) throw conflictError(refused);
}

function findConflicts(owners: Owners, { added, modified }: Comparison, self: string): Conflict[] {
  const changed = union(added, modified);
  return [...owners].flatMap(([key, manager]) => {
    const fields = intersection(manager.fields, changed);
    return key === self || isEmptySet(fields) ? [] : [{ manager, fields }];
  });
}

/** Removes what was applied last time unless an applier, this one included, owns it; never what others only updated. */
function removeAbandoned(
  merged: unknown,
  { last, owners }: { last: FieldSet; owners: Owners },
  schema: Schema,
): unknown {
  const all = fieldsOf(merged, schema);
  const appliers = [...owners.values()].filter(({ operation }) => operation === 'Apply');
  const applied = unionOf(appliers.map(({ fields }) => fields));
  const pruned = removeFields(merged, last, schema) ?? {};
  const withOwned = removeFields(merged, difference(all, union(fieldsOf(pruned, schema), applied)), schema) ?? {};
  const gone = difference(all, fieldsOf(withOwned, schema));
  return removeFields(merged, intersection(gone, last), schema) ?? {};
}
