import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '@marcbachmann/cel-js';
import { Optional } from '@marcbachmann/cel-js';
import type { Duration } from './duration.ts';
import { parseDuration } from './duration.ts';
import { addFunctions, addNamespace } from './add-functions.ts';

type List = readonly unknown[];
/** Any value with an order; both of one type. */
type Ordered = number;

const isSorted = (list: List): boolean =>
  list.every((item, index) => index === 0 || (list[index - 1] as Ordered) <= (item as Ordered));

function extreme(isBetter: (a: Ordered, b: Ordered) => boolean, name: string): (list: List) => unknown {
  return (list) => {
    if (list.length === 0) throw new Error(`${name} called on empty list`);
    return list.reduce((best, item) => (isBetter(item as Ordered, best as Ordered) ? item : best));
  };
}

const includes = (list: List, wanted: unknown): boolean => list.some((item) => isDeepStrictEqual(item, wanted));

const itemAt = (list: List, index: number): Optional =>
  list.length > 0 ? Optional.of(list.at(index)) : Optional.none();

/** Kubernetes' list library, and the sets extension. */
export function addLists(env: Environment): void {
  const sets = addNamespace(env, 'sets');
  const index = (list: List, wanted: unknown): bigint =>
    BigInt(list.findIndex((item) => isDeepStrictEqual(item, wanted)));
  const lastIndex = (list: List, wanted: unknown): bigint =>
    BigInt(list.findLastIndex((item) => isDeepStrictEqual(item, wanted)));
  addFunctions(env, {
    'list<A>.isSorted(): bool': isSorted,
    'list<A>.first(): optional<A>': (list: List) => itemAt(list, 0),
    'list<A>.last(): optional<A>': (list: List) => itemAt(list, -1),
    'list<A>.min(): A': extreme((a, b) => a < b, 'min'),
    'list<A>.max(): A': extreme((a, b) => a > b, 'max'),
    'list<A>.indexOf(A): int': index,
    'list<A>.lastIndexOf(A): int': lastIndex,
    'list<int>.sum(): int': (list: readonly bigint[]) => list.reduce((sum, item) => sum + item, 0n),
    'list<double>.sum(): double': (list: readonly number[]) => list.reduce((sum, item) => sum + item, 0),
    'list<google.protobuf.Duration>.sum(): google.protobuf.Duration': (list: readonly Duration[]) =>
      list.reduce((sum, item) => sum.addDuration(item), parseDuration('0s')),
    [`${sets}.contains(list<A>, list<A>): bool`]: (_: unknown, list: List, part: List) =>
      part.every((item) => includes(list, item)),
    [`${sets}.equivalent(list<A>, list<A>): bool`]: (_: unknown, a: List, b: List) =>
      a.every((item) => includes(b, item)) && b.every((item) => includes(a, item)),
    [`${sets}.intersects(list<A>, list<A>): bool`]: (_: unknown, a: List, b: List) =>
      a.some((item) => includes(b, item)),
  });
}
