import type { ScalarTag, Tags } from 'yaml';

const YES = /^(y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;
const NO = /^(n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/;
const INFINITE = /^[-+]?\.(inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(nan|NaN|NAN)$/;
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const INTEGER = /^([-+]?)(0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/;
const DIGITS = /^[-+]?\d+$/;
const LARGEST = 2n ** 64n - 1n;

const isTrue = (text: string): boolean => YES.test(text);

/** A number as Go's strconv reads it; a text that is none stays one. */
function toNumber(text: string): number | string {
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (NOT_A_NUMBER.test(text)) return NaN;
  const plain = text.replaceAll('_', '');
  const integer = toInteger(plain);
  if (integer !== undefined) return Number(integer);
  const float = FLOAT.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(float) ? float : text;
}

function toInteger(plain: string): bigint | undefined {
  const [, sign, digits = ''] = INTEGER.exec(plain) ?? [];
  if (sign === undefined) return undefined;
  const value = BigInt(digits.replace(/^0[oO]?(?=[0-7])/, '0o'));
  if (value > LARGEST) return undefined;
  return sign === '-' ? -value : value;
}

/** The integer a scalar's text says, if any, of whatever size. */
export function integerOf(text: string): bigint | undefined {
  const plain = text.replaceAll('_', '');
  return toInteger(plain) ?? (DIGITS.test(plain) ? BigInt(plain) : undefined);
}

const scalar = (name: string, resolve: (text: string) => unknown, test?: RegExp): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: test !== undefined,
  ...(test && { test }),
  resolve,
});

const REPLACED = /:(bool|int|float|binary|timestamp)$/;

/** Core's tags with those of YAML 1.1 as sigs.k8s.io/yaml knows them. */
export const customTags = (tags: Tags): Tags => [
  ...tags.filter((tag) => typeof tag === 'string' || !REPLACED.test(tag.tag)),
  scalar('bool', isTrue, new RegExp(`${YES.source}|${NO.source}`)),
  scalar('int', toNumber, /^([-+.]|\d)[\w.+-]*$/),
  scalar('float', toNumber),
  scalar('timestamp', (text) => text),
  scalar('binary', (text) => Buffer.from(text, 'base64').toString()),
];
