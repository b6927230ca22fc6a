import { equalJson, isJsonObject } from '../../object/kube-object.ts';

type Step = (values: readonly unknown[]) => unknown[];

const FIELD = /^\.((?:[^.[\]\\]|\\.)+)/;
const QUOTED = /^\[(?:'([^']*)'|"([^"]*)")\]/;
const INDEX = /^\[(-?\d+)\]/;
const ALL = /^(\[\*\]|\.\*)/;
const FILTER = /^\[\?\(\s*@\.([\w.-]+)\s*==\s*(?:"([^"]*)"|'([^']*)'|(true|false|-?\d+))\s*\)\]/;

/**
 * The part of JSONPath that definitions use: `.spec.x`, `.metadata.labels.a\.b`, `['a']`, `[0]`, `[*]`,
 * `[?(@.type=="Ready")]`.
 * @returns what it finds, in order; undefined for a path of another form
 */
export function compileJsonPath(path: string): ((value: unknown) => unknown[]) | undefined {
  const steps: Step[] = [];
  let rest = path.trim();
  while (rest !== '') {
    const parsed = parseStep(rest);
    if (!parsed) return undefined;
    steps.push(parsed.step);
    rest = rest.slice(parsed.length);
  }
  return (value) => steps.reduce<unknown[]>((values, step) => step(values), [value]);
}

function parseStep(text: string): { step: Step; length: number } | undefined {
  for (const [pattern, make] of STEPS) {
    const match = pattern.exec(text);
    if (match) return { step: make(match), length: match[0].length };
  }
  return undefined;
}

const each =
  (pick: (value: unknown) => unknown[]): Step =>
  (values) =>
    values.flatMap(pick);

const field = (name: string): Step =>
  each((value) => (isJsonObject(value) && Object.hasOwn(value, name) ? [value[name]] : []));

const STEPS: readonly (readonly [RegExp, (match: RegExpExecArray) => Step])[] = [
  [ALL, () => each((value) => (Array.isArray(value) ? value : Object.values(isJsonObject(value) ? value : {})))],
  [FIELD, ([, name = '']) => field(name.replaceAll('\\', ''))],
  [QUOTED, ([, single, double]) => field(single ?? double ?? '')],
  [INDEX, ([, index]) => each((value) => (Array.isArray(value) ? [value.at(Number(index))] : []))],
  [FILTER, filterStep],
];

function filterStep([, path = '', double, single, literal]: RegExpExecArray): Step {
  const wanted: unknown = literal === undefined ? (double ?? single) : JSON.parse(literal);
  const find = compileJsonPath(`.${path}`);
  const matches = (item: unknown): boolean => find?.(item).some((found) => equalJson(found, wanted)) ?? false;
  return each((value) => (Array.isArray(value) ? value.filter(matches) : []));
}
