import type { ParseResult } from '@marcbachmann/cel-js';

/** A node of a parsed expression: what is read of it here. */
export type Node = {
  readonly op: string;
  args: unknown;
  readonly pos: number;
  readonly start: number;
  readonly end: number;
  readonly checkedType?: { readonly kind: string; readonly name: string };
  readonly meta: { readonly macro?: Macro };
};

/** A call the library expands itself. */
export type Macro = { typeCheck: (checker: Checker, macro: Macro, context: unknown) => unknown };

export type Checker = { check: (node: Node, context: unknown) => unknown };

export const rootOf = (parsed: ParseResult): Node => parsed.ast as unknown as Node;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'op' in value;

export function childrenOf({ args }: Node): Node[] {
  return [args].flat(3).filter(isNode);
}

/** The node and all below it. */
export function allNodes(node: Node): Node[] {
  return [node, ...childrenOf(node).flatMap(allNodes)];
}

/** @returns the name of a function that is called, and its arguments without the receiver */
export function callOf({ op, args }: Node): { readonly name: string; readonly args: readonly Node[] } | undefined {
  if (op !== 'call' && op !== 'rcall') return undefined;
  const list = args as readonly unknown[];
  return { name: list[0] as string, args: list.at(-1) as readonly Node[] };
}

const LOOPS = new Set(
  'all exists exists_one existsOne map filter transformList transformMap transformMapEntry'.split(' '),
);

export const isLoop = (node: Node): boolean => node.op === 'rcall' && LOOPS.has(callOf(node)?.name ?? '');

/** How deep loops stand in loops. */
export function loopDepth(node: Node): number {
  return Number(isLoop(node)) + Math.max(0, ...childrenOf(node).map(loopDepth));
}
