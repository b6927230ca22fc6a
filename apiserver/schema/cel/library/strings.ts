import type { Environment } from '@marcbachmann/cel-js';
import { compilePattern } from '../../compile-pattern.ts';
import { addFunctions, addNamespace } from './add-functions.ts';
import type { Duration } from './duration.ts';
import { formatText } from './format-text.ts';

function replace(text: string, part: string, by: string, limit = -1n): string {
  if (limit < 0n) return text.replaceAll(part, () => by);
  const pieces = text.split(part);
  const count = Math.min(Number(limit), pieces.length - 1);
  return (
    pieces
      .slice(0, count)
      .map((piece) => piece + by)
      .join('') + pieces.slice(count).join(part)
  );
}

function charAt(text: string, index: bigint): string {
  const characters = [...text];
  if (index < 0n || index > BigInt(characters.length)) throw new Error(`index out of range: ${index}`);
  return characters[Number(index)] ?? '';
}

function findAll(text: string, pattern: string, limit = -1n): string[] {
  const matcher = compilePattern(pattern).matcher(text);
  const found: string[] = [];
  while ((limit < 0n || BigInt(found.length) < limit) && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

/** Under this name `matches` is called here: the library's own takes JavaScript's patterns, which may take for ever. */
export const MATCHES = 'matchesRe2';

/** The strings extension, Kubernetes' regex library, and conversions the library lacks. */
export function addStrings(env: Environment): void {
  const strings = addNamespace(env, 'strings');
  const timestamp = 'google.protobuf.Timestamp';
  const matches = (text: string, pattern: string): boolean => compilePattern(pattern).matcher(text).find();
  addFunctions(env, {
    [`string.${MATCHES}(string): bool`]: matches,
    [`${MATCHES}(string, string): bool`]: matches,
    'string.find(string): string': (text: string, pattern: string) => findAll(text, pattern, 1n)[0] ?? '',
    'string.findAll(string): list<string>': (text: string, pattern: string) => findAll(text, pattern),
    'string.findAll(string, int): list<string>': findAll,
    'string.charAt(int): string': charAt,
    'string.replace(string, string): string': (text: string, part: string, by: string) => replace(text, part, by),
    'string.replace(string, string, int): string': replace,
    'string.format(list): string': formatText,
    [`${strings}.quote(string): string`]: (_: unknown, text: string) => JSON.stringify(text),
    [`string(${timestamp}): string`]: (time: Date) => time.toISOString().replace(/\.?0*Z$/, 'Z'),
    'string(google.protobuf.Duration): string': (duration: Duration) => duration.toString(),
    [`int(${timestamp}): int`]: (time: Date) => BigInt(Math.floor(time.getTime() / 1000)),
    [`timestamp(${timestamp}): ${timestamp}`]: (time: Date) => time,
    'duration(google.protobuf.Duration): google.protobuf.Duration': (duration: Duration) => duration,
  });
}
