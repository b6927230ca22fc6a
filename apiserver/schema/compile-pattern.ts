import { RE2JS } from 're2js';

/** Patterns come from definitions, few; those that rules compute must not fill the memory. */
const REMEMBERED = 1000;

const patterns = new Map<string, RE2JS>();

/** RE2, as Go's: no pattern of a definition's can make a match take longer than its text. @throws if it is none */
export function compilePattern(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  const compiled = RE2JS.compile(pattern);
  if (patterns.size >= REMEMBERED) patterns.clear();
  patterns.set(pattern, compiled);
  return compiled;
}
