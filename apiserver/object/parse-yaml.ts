import type { Document, ScalarTag, Tags } from 'yaml';
import { parseAllDocuments } from 'yaml';

/** Against documents that grow without end. */
const ALIASES = 100;

export type YamlOptions = {
  /** Whether a field may be given twice, of which the last counts; default false. */
  readonly mayRepeat?: boolean;
};

/**
 * The documents of a text, in JSON's types, as Kubernetes reads YAML (sigs.k8s.io/yaml): that of 1.1 without times and
 * numbers of base 60, with `0o` of 1.2; `0644` is 420 and `yes` is true. Empty ones are null.
 * @throws Error with the reason and the place
 */
export function parseYaml(text: string, { mayRepeat = false }: YamlOptions = {}): unknown[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    schema: 'core',
    merge: true,
    customTags,
    uniqueKeys: !mayRepeat,
    logLevel: 'silent',
  });
  return [...documents].map(toJson);
}

function toJson(document: Document.Parsed): unknown {
  const [error] = document.errors;
  if (error) throw error;
  const value: unknown = document.toJS({ maxAliasCount: ALIASES });
  return JSON.parse(JSON.stringify(value ?? null, refuseUnsupported));
}

function refuseUnsupported(_name: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`json: unsupported value: ${value}`);
  return value;
}

const YES = /^(y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;
const NO = /^(n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/;
const INFINITE = /^[-+]?\.(inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(nan|NaN|NAN)$/;
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const INTEGER = /^([-+]?)(0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/;
const LARGEST = 2n ** 64n - 1n;

const isTrue = (text: string): boolean => YES.test(text);

/** A number as Go's strconv reads it; a text that is none stays one. */
function toNumber(text: string): number | string {
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (NOT_A_NUMBER.test(text)) return NaN;
  const plain = text.replaceAll('_', '');
  const integer = toInteger(plain);
  if (integer !== undefined) return integer;
  const float = FLOAT.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(float) ? float : text;
}

function toInteger(plain: string): number | undefined {
  const [, sign, digits = ''] = INTEGER.exec(plain) ?? [];
  if (sign === undefined) return undefined;
  const value = BigInt(digits.replace(/^0[oO]?(?=[0-7])/, '0o'));
  if (value > LARGEST) return undefined;
  return Number(sign === '-' ? -value : value);
}

const scalar = (name: string, resolve: (text: string) => unknown, test?: RegExp): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: test !== undefined,
  ...(test && { test }),
  resolve,
});

const REPLACED = /:(bool|int|float|binary|timestamp)$/;

const customTags = (tags: Tags): Tags => [
  ...tags.filter((tag) => typeof tag === 'string' || !REPLACED.test(tag.tag)),
  scalar('bool', isTrue, new RegExp(`${YES.source}|${NO.source}`)),
  scalar('int', toNumber, /^([-+.]|\d)[\w.+-]*$/),
  scalar('float', toNumber),
  scalar('timestamp', (text) => text),
  scalar('binary', (text) => Buffer.from(text, 'base64').toString()),
];
