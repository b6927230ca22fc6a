import { sanitizeJson, sanitizeText } from './sanitize.ts';
import type { Terminal } from './terminal.ts';

/** Writes a value as JSON or YAML for programs; undefined is nothing. */
export async function writeStructured(out: Terminal, format: 'json' | 'yaml', value: unknown): Promise<void> {
  if (value === undefined) return;
  if (format === 'json') return out.control(`${sanitizeJson(JSON.stringify(value, undefined, 2))}\n`);
  const { stringify } = await import('yaml');
  out.control(sanitizeText(stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })));
}
