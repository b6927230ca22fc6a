import { isDuration } from './duration.ts';

/** `%[.precision]verb`, as the strings extension's format takes it. */
const VERB = /%(?:\.(\d{1,2}))?(.)/gsu;

/** @throws for a verb that does not exist or does not fit its value, and for too few values */
export function formatText(template: string, values: readonly unknown[]): string {
  let next = 0;
  return template.replace(VERB, (_, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    if (next >= values.length) throw new Error(`index ${next} out of range`);
    const format = VERBS[verb];
    if (!format) throw new Error(`unrecognized formatting clause "${verb}"`);
    return format(values[next++], Number(precision ?? 6));
  });
}

const VERBS: Readonly<Record<string, (value: unknown, precision: number) => string>> = {
  s: asText,
  d: (value) => (typeof value === 'number' ? String(value) : integer(value).toString()),
  f: (value, precision) => Number(value).toFixed(precision),
  e: (value, precision) =>
    Number(value)
      .toExponential(precision)
      .replace(/e([+-])(\d)$/, 'e$10$2'),
  b: (value) => (typeof value === 'boolean' ? (value ? '1' : '0') : integer(value).toString(2)),
  o: (value) => integer(value).toString(8),
  x: hexadecimal,
  X: (value) => hexadecimal(value).toUpperCase(),
};

function integer(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  throw new Error('this formatting clause can only be used on integers');
}

function hexadecimal(value: unknown): string {
  if (typeof value === 'string' || value instanceof Uint8Array) return Buffer.from(value as string).toString('hex');
  return integer(value).toString(16);
}

function asText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace(/\.?0*Z$/, 'Z');
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (Array.isArray(value)) return `[${value.map(asText).join(', ')}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${asText(key)}: ${asText(item)}`);
    return `{${entries.sort().join(', ')}}`;
  }
  return isDuration(value) ? value.toString() : String(value);
}
