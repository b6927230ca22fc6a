import { StatusError } from '../errors/index.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject, setField } from '../object/kube-object.ts';
import { schemaOfField } from '../schema/prune.ts';
import type { Schema } from '../schema/schema.ts';
import type { ItemChange } from './merge-lists.ts';
import { mergeByKey, mergeSets, orderItems, withoutItems } from './merge-lists.ts';

/** The directives of a strategic merge patch (apimachinery, util/strategicpatch). */
const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_PREFIX = '$deleteFromPrimitiveList/';
const ORDER_PREFIX = '$setElementOrder/';

/**
 * Merges by the kind's patch strategies: lists with a merge key item by item, lists of plain values as sets.
 * Shares what it does not change.
 * @throws StatusError 400 for a directive or item that cannot be followed
 */
export function strategicMerge(target: unknown, patch: unknown, schema: Schema): unknown {
  if (!isJsonObject(patch)) return patch;
  const directive = patch[DIRECTIVE];
  if (directive === 'replace') return without(patch, (name) => name === DIRECTIVE);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge')
    throw wrong(`unknown $patch directive ${JSON.stringify(directive)}`);
  const result = retainKeys(isJsonObject(target) ? { ...target } : {}, patch);
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) continue;
    if (value === null) delete result[name];
    else
      setField(
        result,
        name,
        mergeField(Object.hasOwn(result, name) ? result[name] : undefined, value, schemaOfField(schema, name)),
      );
  }
  deleteFromPrimitiveLists(result, patch);
  orderLists(result, patch, schema);
  return result;
}

function mergeField(target: unknown, value: unknown, schema: Schema | undefined): unknown {
  const strategies = schema?.['x-kubernetes-patch-strategy']?.split(',') ?? [];
  if (Array.isArray(value)) {
    if (!schema || !strategies.includes('merge')) return value.filter((item) => !isDirectiveItem(item));
    return mergeList(Array.isArray(target) ? target : [], value, schema);
  }
  if (strategies.includes('replace') && !strategies.includes('merge')) return value;
  return strategicMerge(target, value, schema ?? {});
}

const isDirectiveItem = (item: unknown): boolean => isJsonObject(item) && item[DIRECTIVE] !== undefined;

function mergeList(target: readonly unknown[], patch: readonly unknown[], schema: Schema): unknown[] {
  const key = schema['x-kubernetes-patch-merge-key'];
  if (!key) return mergeSets(target, patch);
  if (patch.some((item) => isJsonObject(item) && item[DIRECTIVE] === 'replace'))
    return patch.filter((item) => !isDirectiveItem(item));
  const merge = (before: unknown, item: JsonObject): unknown => strategicMerge(before, item, schema.items ?? {});
  return mergeByKey(
    target,
    patch.map((item) => changeOf(item, key)),
    { key, merge },
  );
}

function changeOf(item: unknown, key: string): ItemChange {
  if (isJsonObject(item) && item[key] !== undefined) return { item, isDeletion: item[DIRECTIVE] === 'delete' };
  throw wrong(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
}

function retainKeys(target: JsonObject, patch: JsonObject): JsonObject {
  const kept = patch[RETAIN_KEYS];
  if (kept === undefined) return target;
  if (!Array.isArray(kept)) throw wrong('$retainKeys must be a list');
  const names = new Set<unknown>(kept);
  return without(target, (name) => !names.has(name));
}

function deleteFromPrimitiveLists(result: JsonObject, patch: JsonObject): void {
  for (const [name, values] of Object.entries(patch)) {
    if (!name.startsWith(DELETE_PREFIX) || !Array.isArray(values)) continue;
    const field = name.slice(DELETE_PREFIX.length);
    const list = result[field];
    if (Array.isArray(list)) result[field] = withoutItems(list, values);
  }
}

/** By `$setElementOrder`. */
function orderLists(result: JsonObject, patch: JsonObject, schema: Schema): void {
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(ORDER_PREFIX) || !Array.isArray(order)) continue;
    const field = name.slice(ORDER_PREFIX.length);
    const list: unknown = result[field];
    const key = schemaOfField(schema, field)?.['x-kubernetes-patch-merge-key'];
    if (Array.isArray(list)) result[field] = orderItems(list, order, key);
  }
}

function without(object: JsonObject, drops: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !drops(name)));
}

function wrong(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}
