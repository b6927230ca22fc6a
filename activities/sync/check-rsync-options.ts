import { ALLOWED_LONG, ALLOWED_SHORT, NEGATABLE, REFUSED_REASON } from './rsync-options.ts';
import { SyncFailure } from './sync-failure.ts';

function refuse(item: string, name: string): never {
  const reason = REFUSED_REASON[name] ?? 'Durasync does not know it as safe';
  const option = name.length === 1 ? `-${name}` : `--${name}`;
  const where = item === option || item.startsWith(`${option}=`) ? '' : ` in "${item}"`;
  throw new SyncFailure('ConfigInvalid', `spec.config.rsyncOptions: ${option}${where} is refused: ${reason}`);
}

const invalid = (item: string, why: string): SyncFailure =>
  new SyncFailure('ConfigInvalid', `spec.config.rsyncOptions: "${item}" ${why}`);

/**
 * Checks that every item is an option, in one word with its value, and one that leaves the guards and everything outside
 * the mirror alone.
 * @throws SyncFailure ConfigInvalid that names the option
 */
export function checkRsyncOptions(items: readonly string[]): void {
  for (const item of items) {
    if (item.includes('\0')) throw invalid(item.replaceAll('\0', '\\0'), 'holds a NUL character');
    if (item.startsWith('--')) checkLong(item);
    else checkShort(item);
  }
}

function checkLong(item: string): void {
  const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(item) ?? [];
  if (name === '') throw invalid(item, 'is not an option');
  if (name.startsWith('no-') && ALLOWED_LONG.get(name) === undefined) return checkNegation(item, name.slice(3), value);
  const shape = ALLOWED_LONG.get(name);
  if (shape === undefined) refuse(item, name);
  if (shape === 'flag' && value !== undefined) throw invalid(item, 'takes no value');
  if (shape === 'value') checkValue(item, name, value);
}

function checkNegation(item: string, name: string, value: string | undefined): void {
  if (value !== undefined) throw invalid(item, 'takes no value');
  const known = name.length === 1 ? ALLOWED_SHORT.get(name) === 'flag' : NEGATABLE.has(name);
  if (!known) refuse(item, `no-${name}`);
}

/** A cluster such as `-vzB512`: flags, at most one option with a value, which takes the rest. */
function checkShort(item: string): void {
  if (!/^-[^-]/.test(item)) throw invalid(item, 'is not an option');
  for (let at = 1; at < item.length; at += 1) {
    const letter = item.charAt(at);
    const shape = ALLOWED_SHORT.get(letter);
    if (shape === undefined) refuse(item, letter);
    if (shape === 'flag') continue;
    const rest = item.slice(at + 1);
    return checkValue(item, letter, rest === '' ? undefined : rest.replace(/^=/, ''));
  }
}

function checkValue(item: string, name: string, value: string | undefined): void {
  if (value === undefined || value === '')
    throw invalid(item, 'needs its value in the same word, as in --option=value');
  VALUE_CHECKS[name]?.(item, value);
}

const positive = (item: string, value: string): void => {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw invalid(item, 'needs a number of seconds above 0');
};

/** Only rules that name a pattern: a merged file would show its lines in error messages. */
const patternRule = (item: string, value: string): void => {
  if (!/^(?:[-+HSPR][,/!Csrpx]*|exclude|include|hide|show|protect|risk)(?:,[/!Csrpx]+)?[ _]/.test(value)) {
    throw invalid(item, 'must be an exclude, include, hide, show, protect or risk rule');
  }
};

/** `-` would be the standard input, which is where rsync gets the upstream's password. */

const VALUE_CHECKS: Readonly<Record<string, (item: string, value: string) => void>> = {
  timeout: positive,
  contimeout: positive,
  filter: patternRule,
  f: patternRule,
};
