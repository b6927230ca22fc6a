import { StatusError } from '../errors/index.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { equalJson, isJsonObject, setField } from '../object/kube-object.ts';
import { schemaOfField } from '../schema/prune.ts';
import type { Schema } from '../schema/schema.ts';

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
  if (!key)
    return interleave(
      target.filter((item) => !has(patch, item)),
      patch,
      target,
    );
  const replaces = patch.some((item) => isJsonObject(item) && item[DIRECTIVE] === 'replace');
  if (replaces) return patch.filter((item) => !isDirectiveItem(item));
  const merged = patch.reduce<unknown[]>(
    (list, item) => mergeItem(list, item, { key, items: schema.items ?? {} }),
    [...target],
  );
  const identity = (item: unknown): unknown => (isJsonObject(item) ? item[key] : undefined);
  const sent = patch.map(identity);
  const isSent = (item: unknown): boolean => has(sent, identity(item));
  const place = (item: unknown): number => sent.findIndex((one) => equalJson(one, identity(item)));
  const changed = merged.filter(isSent).sort((a, b) => place(a) - place(b));
  return interleave(
    merged.filter((item) => !isSent(item)),
    changed,
    target,
    identity,
  );
}

const has = (list: readonly unknown[], wanted: unknown): boolean => list.some((item) => equalJson(item, wanted));

/** What the patch names comes first, unless both were there and the other one was before it. */
function interleave(
  others: readonly unknown[],
  sent: readonly unknown[],
  before: readonly unknown[],
  identity: (item: unknown) => unknown = (item) => item,
): unknown[] {
  const place = (item: unknown): number => before.findIndex((one) => equalJson(identity(one), identity(item)));
  const result: unknown[] = [];
  const [left, right] = [[...others], [...sent]];
  while (left.length > 0 && right.length > 0) {
    const [l, r] = [place(left[0]), place(right[0])];
    result.push(l >= 0 && r >= 0 && l < r ? left.shift() : right.shift());
  }
  return [...result, ...left, ...right];
}

function mergeItem(list: unknown[], item: unknown, { key, items }: { key: string; items: Schema }): unknown[] {
  if (!isJsonObject(item) || item[key] === undefined)
    throw wrong(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
  const index = list.findIndex((known) => isJsonObject(known) && equalJson(known[key], item[key]));
  if (item[DIRECTIVE] === 'delete')
    return list.filter((known) => !isJsonObject(known) || !equalJson(known[key], item[key]));
  const merged = strategicMerge(index < 0 ? undefined : list[index], item, items);
  return index < 0 ? [...list, merged] : list.with(index, merged);
}

function retainKeys(target: JsonObject, patch: JsonObject): JsonObject {
  const kept = patch[RETAIN_KEYS];
  if (kept === undefined) return target;
  if (!Array.isArray(kept)) throw wrong('$retainKeys must be a list');
  return without(target, (name) => !kept.includes(name));
}

function deleteFromPrimitiveLists(result: JsonObject, patch: JsonObject): void {
  for (const [name, values] of Object.entries(patch)) {
    if (!name.startsWith(DELETE_PREFIX) || !Array.isArray(values)) continue;
    const field = name.slice(DELETE_PREFIX.length);
    const list = result[field];
    if (Array.isArray(list)) result[field] = list.filter((item) => !values.some((value) => equalJson(value, item)));
  }
}

/** Items the order names come in that order; each other item stays behind the one it was behind. */
function orderLists(result: JsonObject, patch: JsonObject, schema: Schema): void {
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(ORDER_PREFIX) || !Array.isArray(order)) continue;
    const field = name.slice(ORDER_PREFIX.length);
    const list: unknown = result[field];
    const key = schemaOfField(schema, field)?.['x-kubernetes-patch-merge-key'];
    if (Array.isArray(list)) result[field] = ordered(list, order, key);
  }
}

function ordered(list: readonly unknown[], order: readonly unknown[], key: string | undefined): unknown[] {
  const identity = (item: unknown): unknown => (key !== undefined && isJsonObject(item) ? item[key] : item);
  const place = (item: unknown): number => order.findIndex((wanted) => equalJson(identity(wanted), identity(item)));
  const named = list.filter((item) => place(item) >= 0).sort((a, b) => place(a) - place(b));
  const result = [...named];
  list.forEach((item, index) => {
    if (place(item) >= 0) return;
    const before = list[index - 1];
    result.splice(index === 0 ? 0 : result.indexOf(before) + 1, 0, item);
  });
  return result;
}

function without(object: JsonObject, drops: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !drops(name)));
}

function wrong(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}
