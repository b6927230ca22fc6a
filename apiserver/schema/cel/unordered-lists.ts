import { isDeepStrictEqual } from 'node:util';
import type { Node } from './syntax-tree.ts';

type List = readonly unknown[];
/** What an item is known by: itself in a set, its keys in a list of type map. */
type Identify = (item: unknown) => unknown;

/** Lists of type set and map, by how their items are known. */
const identities = new WeakMap<List, Identify>();

/** Marks a list of type set or map: the order of its items does not matter. */
export function markUnordered(list: unknown[], identify: Identify): unknown[] {
  identities.set(list, identify);
  return list;
}

type Evaluator = {
  run(node: Node, scope: unknown): unknown;
  debugType(value: unknown): unknown;
  readonly registry: {
    findBinaryOverload(
      operator: string,
      left: unknown,
      right: unknown,
    ): { handler(a: unknown, b: unknown, node: Node, evaluator: Evaluator): unknown };
  };
};
type EvaluatedNode = { evaluate: (evaluator: Evaluator, node: Node, scope: unknown) => unknown };

const OPERATORS = new Set(['==', '!=', '+']);

/** Makes an operator between two lists, if the node is one, heed whether they are sets. The node was checked. */
export function heedUnordered(node: Node): void {
  if (!OPERATORS.has(node.op)) return;
  const [left, right] = node.args as readonly [Node, Node];
  if (left.checkedType?.kind !== 'list' || right.checkedType?.kind !== 'list') return;
  // The library finds operators by the types of items alone, and lets none of its own be replaced.
  (node as unknown as EvaluatedNode).evaluate = (evaluator, _, scope) => {
    const a = evaluator.run(left, scope) as List;
    const b = evaluator.run(right, scope) as List;
    if (node.op === '+') return joinLists(a, b);
    const ordered = (): boolean =>
      evaluator.registry
        .findBinaryOverload('==', evaluator.debugType(a), evaluator.debugType(b))
        .handler(a, b, node, evaluator) === true;
    const isEqual = identities.has(a) || identities.has(b) ? equalUnordered(a, b) : ordered();
    return node.op === '==' ? isEqual : !isEqual;
  };
}

const equalUnordered = (a: List, b: List): boolean =>
  a.length === b.length && a.every((item) => b.some((other) => isDeepStrictEqual(item, other)));

/** Of a set and others: what the set has not yet comes behind; of a map's list, what has the keys of another takes its place. */
function joinLists(a: List, b: List): List {
  const identify = identities.get(a);
  if (!identify) return [...a, ...b];
  const joined = [...a];
  for (const item of b) {
    const at = joined.findIndex((other) => isDeepStrictEqual(identify(other), identify(item)));
    if (at < 0) joined.push(item);
    else joined[at] = item;
  }
  return markUnordered(joined, identify);
}
