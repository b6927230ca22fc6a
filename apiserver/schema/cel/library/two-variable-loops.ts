import type { Environment } from '@marcbachmann/cel-js';
import type { Node } from '../syntax-tree.ts';

/** Types as the library's checker has them. */
type CelType = {
  readonly kind: string;
  readonly name: string;
  readonly keyType?: CelType;
  readonly valueType?: CelType;
};

type Scope = { forkWithVariable(name: string, type: CelType): LoopScope };
type LoopScope = Scope & {
  reuse(parent: Scope): LoopScope;
  setIterValue(value: unknown, evaluator: Evaluator): LoopScope;
};

type Checker = {
  check(node: Node, scope: Scope): CelType;
  getType(name: string): CelType;
  createError(code: string, message: string, node: Node): Error;
  readonly registry: { getListType(item: CelType): CelType; getMapType(key: CelType, value: CelType): CelType };
};
type Evaluator = { run(node: Node, scope: Scope): unknown };

type Call = { readonly args: readonly Node[]; readonly receiver: Node };

/** Where a loop stands when it was checked: its variables, one inside the other. */
type Loop = { readonly body: readonly Node[]; scopes?: readonly [LoopScope, LoopScope] };

/** The body once an item: what it is for this one. */
type Step = (index: number) => unknown;
type Item = { readonly index: unknown; readonly value: unknown; readonly run: Step };

type Macro = {
  readonly predicates: readonly number[];
  readonly type: (checker: Checker, types: { body: readonly CelType[]; index: CelType }) => CelType;
  readonly evaluate: (items: Iterable<Item>) => unknown;
};

function expand({ predicates, type, evaluate }: Macro): (call: Call) => object {
  return ({ args, receiver }) => {
    const loop: Loop = { body: args.slice(2) };
    return {
      async: false,
      typeCheck: (checker: Checker, _: unknown, scope: Scope) => {
        const names = args.slice(0, 2).map((node) => nameOf(checker, node));
        const [index, value] = itemTypes(checker, checker.check(receiver, scope), receiver);
        const outer = scope.forkWithVariable(names[0] ?? '', index);
        loop.scopes = [outer, outer.forkWithVariable(names[1] ?? '', value)];
        const [, inner] = loop.scopes;
        const body = loop.body.map((node) => checker.check(node, inner));
        for (const at of predicates) checkBool(checker, body[at], loop.body[at]);
        return type(checker, { body, index });
      },
      evaluate: (evaluator: Evaluator, _: unknown, scope: Scope) =>
        evaluate(itemsOf(loop, evaluator.run(receiver, scope), { evaluator, scope })),
    };
  };
}

function nameOf(checker: Checker, node: Node): string {
  if (node.op === 'id') return node.args as string;
  throw checker.createError('invalid_macro_argument', 'argument must be a simple name', node);
}

function itemTypes(checker: Checker, { kind, keyType, valueType }: CelType, node: Node): [CelType, CelType] {
  const dyn = checker.getType('dyn');
  if (kind === 'list') return [checker.getType('int'), valueType ?? dyn];
  if (kind === 'map') return [keyType ?? dyn, valueType ?? dyn];
  if (kind === 'dyn') return [dyn, dyn];
  const text = 'cannot be range of a comprehension (must be list, map, or dynamic)';
  throw checker.createError('invalid_comprehension_range', `expression ${text}`, node);
}

function checkBool(checker: Checker, type: CelType | undefined, node: Node | undefined): void {
  const isBool = type === checker.getType('bool') || type?.kind === 'dyn';
  if (node && !isBool)
    throw checker.createError('type_mismatch', `expected type 'bool' but found '${type?.name ?? ''}'`, node);
}

type Running = { readonly evaluator: Evaluator; readonly scope: Scope };

function* itemsOf({ body, scopes }: Loop, range: unknown, { evaluator, scope }: Running): Generator<Item> {
  if (!scopes) throw new Error('the loop was not checked');
  for (const [index, value] of entriesOf(range)) {
    const run: Step = (at) => {
      const outer = scopes[0].reuse(scope).setIterValue(index, evaluator);
      const inner = scopes[1].reuse(outer).setIterValue(value, evaluator);
      const node = body[at];
      return node && evaluator.run(node, inner);
    };
    yield { index, value, run };
  }
}

function entriesOf(range: unknown): Iterable<[unknown, unknown]> {
  if (Array.isArray(range)) return range.map((value: unknown, index) => [BigInt(index), value]);
  return range instanceof Map ? range : Object.entries(range as object);
}

/** Whether one of the items decides; an error only counts where none does. */
function decides(items: Iterable<Item>, wanted: boolean): boolean {
  const errors: unknown[] = [];
  for (const { run } of items) {
    try {
      if (run(0) === wanted) return true;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return false;
}

/** Items that pass the first of two expressions, or all if there is one. */
function passing(items: Iterable<Item>, isFiltered: boolean): Item[] {
  return [...items].filter(({ run }) => !isFiltered || run(0) === true);
}

function withoutTwice(entries: Iterable<readonly [unknown, unknown]>): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (const [key, value] of entries) {
    if (map.has(key)) throw new Error(`insert failed: key ${String(key)} already exists`);
    map.set(key, value);
  }
  return map;
}

const mapEntries = (value: unknown): Iterable<[unknown, unknown]> =>
  value instanceof Map ? value : Object.entries(value as object);

const bool: Macro['type'] = (checker) => checker.getType('bool');

const onlyOne: Macro = {
  predicates: [0],
  type: bool,
  evaluate: (items) => [...items].filter(({ run }) => run(0) === true).length === 1,
};

/** What transforms, with and without a filter before it. */
function transformations(isFiltered: boolean): Readonly<Record<string, Macro>> {
  const last = isFiltered ? 1 : 0;
  const predicates = isFiltered ? [0] : [];
  const bodyType = ({ body }: { body: readonly CelType[] }, checker: Checker): CelType =>
    body[last] ?? checker.getType('dyn');
  return {
    transformList: {
      predicates,
      type: (checker, types) => checker.registry.getListType(bodyType(types, checker)),
      evaluate: (items) => passing(items, isFiltered).map(({ run }) => run(last)),
    },
    transformMap: {
      predicates,
      type: (checker, types) => checker.registry.getMapType(types.index, bodyType(types, checker)),
      evaluate: (items) => new Map(passing(items, isFiltered).map(({ index, run }) => [index, run(last)])),
    },
    transformMapEntry: {
      predicates,
      type: (checker, types) => bodyType(types, checker),
      evaluate: (items) => withoutTwice(passing(items, isFiltered).flatMap(({ run }) => [...mapEntries(run(last))])),
    },
  };
}

/** The macros of two variables: an index and an item of a list, or a key and a value of a map. */
export function addTwoVariableLoops(env: Environment): void {
  const add = (name: string, arity: number, macro: Macro): void => {
    const args = Array<string>(arity).fill('ast').join(', ');
    env.registerFunction(`list.${name}(${args}): dyn`, expand(macro) as never);
  };
  add('all', 3, { predicates: [0], type: bool, evaluate: (items) => !decides(items, false) });
  add('exists', 3, { predicates: [0], type: bool, evaluate: (items) => decides(items, true) });
  add('exists_one', 3, onlyOne);
  add('existsOne', 3, onlyOne);
  for (const isFiltered of [false, true]) {
    const all = Object.entries(transformations(isFiltered));
    for (const [name, macro] of all) add(name, isFiltered ? 4 : 3, macro);
  }
}
