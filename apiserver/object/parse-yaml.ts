import type { Document, Scalar } from 'yaml';
import { Composer, isAlias, isPair, isScalar, LineCounter, Parser, visit } from 'yaml';
import type { Inexact } from './exact-number.ts';
import { isExact, refuseInexact } from './exact-number.ts';
import { repeatedKeys } from './yaml-repeats.ts';
import { customTags, integerOf } from './yaml-scalars.ts';

/** How often something may be referred to, against documents that grow without end. */
const ALIASES = 100;
/** How many comparisons it may take to find what all aliases stand for: each is looked for among all anchors. */
const ALIAS_COMPARISONS = 20_000_000;

/**
 * The documents of a text, in JSON's types, as Kubernetes reads YAML (sigs.k8s.io/yaml): that of 1.1 without times and
 * numbers of base 60, with `0o` of 1.2; `0644` is 420 and `yes` is true. Empty ones are null.
 * @throws Error with the reason and the place, also for a field given twice
 */
export function parseYaml(text: string): unknown[] {
  const lines = new LineCounter();
  return [...documentsOf(text, lines, true)].map((document) => toJson(document, lines));
}

export type YamlDocument = {
  /** Of a field given twice the last counts. */
  readonly value: unknown;
  /** `line 3: key "a" already set in map` */
  readonly repeated: readonly string[];
};

/** The first document of a text, read as by `parseYaml`; what comes after it is not looked at. @throws Error */
export function parseFirstYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  for (const document of documentsOf(text, lines, false)) {
    const value = toJson(document, lines);
    return { value, repeated: repeatedKeys(document, (offset) => lines.linePos(offset).line) };
  }
  return { value: null, repeated: [] };
}

/** One is made when it is asked for. */
function documentsOf(text: string, lines: LineCounter, uniqueKeys: boolean): Generator<Document.Parsed> {
  const settings = { version: '1.1', schema: 'core', merge: true, customTags, logLevel: 'silent' } as const;
  return new Composer({ ...settings, uniqueKeys }).compose(new Parser(lines.addNewLine).parse(text));
}

function toJson(document: Document.Parsed, lines: LineCounter): unknown {
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new Error(`${error.message} at line ${line}, column ${col}`);
  }
  const inexact = inspect(document);
  const value: unknown = document.toJS({ maxAliasCount: ALIASES });
  refuseInexact(inexact, value);
  return JSON.parse(JSON.stringify(value ?? null, refuseUnsupported));
}

/** Bounds the aliases. @returns integers a double cannot hold */
function inspect(document: Document.Parsed): Inexact[] {
  const inexact: Inexact[] = [];
  let [aliases, anchors] = [0, 0];
  visit(document, {
    Node: (key, node, path) => {
      if (isAlias(node)) aliases++;
      else if (node.anchor !== undefined) anchors++;
      const integer = isScalar(node) ? inexactInteger(node) : undefined;
      if (integer !== undefined) inexact.push({ name: nameOf(key, path.at(-1)), integer });
    },
  });
  if (aliases * (aliases + anchors) > ALIAS_COMPARISONS) throw new Error('Excessive alias count');
  return inexact;
}

function inexactInteger({ value, source = '' }: Scalar): bigint | undefined {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return undefined;
  const integer = integerOf(source);
  return integer === undefined || isExact(integer) ? undefined : integer;
}

/** The field a value is of, or its index. */
const nameOf = (key: string | number | null, parent: unknown): string =>
  isPair(parent) && isScalar(parent.key) ? String(parent.key.value) : String(key ?? '');

function refuseUnsupported(_name: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`json: unsupported value: ${value}`);
  return value;
}
