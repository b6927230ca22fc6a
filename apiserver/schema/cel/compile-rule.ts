import type { Environment } from '@marcbachmann/cel-js';
import { MATCHES } from './library/strings.ts';
import { compilePattern } from '../compile-pattern.ts';
import type { Macro, Node } from './syntax-tree.ts';
import { allNodes, callOf, loopDepth, rootOf } from './syntax-tree.ts';
import { heedUnordered } from './unordered-lists.ts';

/** A checked expression. */
export type Expression = {
  /** @throws if it fails; what it computes otherwise */
  readonly evaluate: (variables: Readonly<Record<string, unknown>>) => unknown;
  /** Of what it computes, in the library's notation. */
  readonly type: string;
  /** A measure of its work: its size, and how deep its loops stand in each other. */
  readonly nodes: number;
  readonly depth: number;
  readonly usesOldSelf: boolean;
};

/** An expression is none, or says what makes no sense. */
export class CompileError extends Error {}

/** @throws CompileError in the words of Kubernetes' compiler */
export function compileExpression(env: Environment, source: string): Expression {
  try {
    const parsed = env.parse(source);
    const nodes = allNodes(rootOf(parsed));
    for (const node of nodes) adapt(node, source);
    const checked = parsed.check();
    if (!checked.valid) throw checked.error ?? new Error('the expression is not valid');
    for (const node of nodes) {
      refuseMixedList(node, nodes, source);
      heedUnordered(node);
    }
    return {
      evaluate: (variables) => parsed(variables) as unknown,
      type: checked.type ?? 'dyn',
      nodes: nodes.length,
      depth: loopDepth(rootOf(parsed)),
      usesOldSelf: nodes.some(({ op, args }) => op === 'id' && args === 'oldSelf'),
    };
  } catch (error) {
    throw error instanceof CompileError ? error : toCompileError(error as LibraryError, source);
  }
}

/** What the library has and Kubernetes has not. */
const UNKNOWN = new Set(['bind', 'hex', 'base64', 'json', 'at', 'getDate', 'string']);

/** Makes the library's tree mean what Kubernetes means. */
function adapt(node: Node, source: string): void {
  const call = callOf(node);
  if (!call) return;
  const { name } = call;
  if (UNKNOWN.has(name) && !(name === 'string' && node.op === 'call')) {
    throw compileError(source, node.pos, `undeclared reference to '${name}' (in container '')`);
  }
  if (name === 'has') checkHasArgument(node, call.args[0]);
  if (!['matches', 'find', 'findAll'].includes(name)) return;
  const pattern = call.args[node.op === 'call' ? 1 : 0];
  if (pattern?.op === 'value') checkPattern(pattern, name, source);
  if (name === 'matches') node.args = [MATCHES, ...(node.args as unknown[]).slice(1)];
}

function checkPattern(pattern: Node, name: string, source: string): void {
  try {
    compilePattern(String(pattern.args));
  } catch {
    throw compileError(source, pattern.pos, `invalid ${name} argument`);
  }
}

/** The library lets has() ask for a field that cannot be. */
function checkHasArgument({ meta }: Node, argument: Node | undefined): void {
  const macro = meta.macro;
  if (!macro || !argument) return;
  const { typeCheck } = macro;
  macro.typeCheck = (checker, self: Macro, context) => {
    checker.check(argument, context);
    return typeCheck.call(macro, checker, self, context);
  };
}

function refuseMixedList(node: Node, nodes: readonly Node[], source: string): void {
  if (node.op !== 'list') return;
  const isFormatted = nodes.some((other) => {
    const call = callOf(other);
    return call?.name === 'format' && call.args[0] === node;
  });
  if (isFormatted) return;
  const items = node.args as readonly Node[];
  const first = items[0]?.checkedType;
  const other = items.find(({ checkedType }) => checkedType?.kind === 'primitive' && checkedType.name !== first?.name);
  if (first?.kind !== 'primitive' || !other) return;
  throw compileError(source, other.pos, `expected type '${first.name}' but found '${other.checkedType?.name ?? ''}'`);
}

type LibraryError = Error & { code?: string; summary?: string; range?: { start: number } };

const TRANSLATIONS: readonly (readonly [RegExp, string])[] = [
  [/^No such key: (.*)$/, "undefined field '$1'"],
  [/^Unknown variable: (.*)$/, "undeclared reference to '$1' (in container '')"],
  [/^no such overload: (\S+) (\S+) (\S+)$/, "found no matching overload for '_$2_' applied to '($1, $3)'"],
  [
    /^found no matching overload for '(?:.*\.)?(\w+)\((.*)\)'$/,
    "found no matching overload for '$1' applied to '($2)'",
  ],
];

function toCompileError(error: LibraryError, source: string): CompileError {
  const summary = error.summary ?? error.message;
  const translation = TRANSLATIONS.find(([pattern]) => pattern.test(summary));
  const text = translation ? summary.replace(...translation) : `Syntax error: ${summary}`;
  return compileError(source, error.range?.start ?? 0, text);
}

function compileError(source: string, position: number, text: string): CompileError {
  const before = source.slice(0, position).split('\n');
  const column = before.at(-1)?.length ?? 0;
  const line = source.split('\n')[before.length - 1] ?? '';
  const pointer = `${'.'.repeat(column)}^`;
  return new CompileError(`ERROR: <input>:${before.length}:${column + 1}: ${text}\n | ${line}\n | ${pointer}`);
}
