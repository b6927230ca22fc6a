import { ALLOWED_LONG, ALLOWED_SHORT, NEGATABLE, REFUSED_REASON } from './allowed-options.ts';
import { CLEARING_PATTERN, FILTER_RULE, SECONDS } from './option-values.ts';

/**
 * What is wrong with an item of `spec.config.rsyncOptions`: it must be an option, in one word with its value, and one
 * that leaves the guards and everything outside the mirror alone.
 * @returns a sentence that names the option; undefined when nothing is wrong
 */
export function rsyncOptionProblem(item: string): string | undefined {
  if (item.includes('\0')) return problem(item.replaceAll('\0', '\\0'), 'holds a NUL character');
  return item.startsWith('--') ? longProblem(item) : shortProblem(item);
}

const problem = (item: string, why: string): string => `"${item}" ${why}`;

function refused(item: string, name: string): string {
  const reason = REFUSED_REASON[name] ?? 'Durasync does not know it as safe';
  const option = name.length === 1 ? `-${name}` : `--${name}`;
  const where = item === option || item.startsWith(`${option}=`) ? '' : ` in "${item}"`;
  return `${option}${where} is refused: ${reason}`;
}

function longProblem(item: string): string | undefined {
  const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(item) ?? [];
  if (name === '') return problem(item, 'is not an option');
  if (name.startsWith('no-') && !ALLOWED_LONG.has(name)) return negationProblem(item, name.slice(3), value);
  const shape = ALLOWED_LONG.get(name);
  if (shape === undefined) return refused(item, name);
  if (shape === 'value') return valueProblem(item, name, value);
  return value === undefined ? undefined : problem(item, 'takes no value');
}

function negationProblem(item: string, name: string, value: string | undefined): string | undefined {
  if (value !== undefined) return problem(item, 'takes no value');
  const known = name.length === 1 ? ALLOWED_SHORT.get(name) === 'flag' : NEGATABLE.has(name);
  return known ? undefined : refused(item, `no-${name}`);
}

/** A cluster such as `-vzB512`: flags, at most one option with a value, which takes the rest. */
function shortProblem(item: string): string | undefined {
  if (!/^-[^-]/.test(item)) return problem(item, 'is not an option');
  for (let at = 1; at < item.length; at += 1) {
    const letter = item.charAt(at);
    const shape = ALLOWED_SHORT.get(letter);
    if (shape === undefined) return refused(item, letter);
    if (shape === 'flag') continue;
    const rest = item.slice(at + 1);
    return valueProblem(item, letter, rest === '' ? undefined : rest.replace(/^=/, ''));
  }
  return undefined;
}

function valueProblem(item: string, name: string, value: string | undefined): string | undefined {
  if (value === undefined || value === '')
    return problem(item, 'needs its value in the same word, as in --option=value');
  const why = VALUE_PROBLEMS[name]?.(value);
  return why === undefined ? undefined : problem(item, why);
}

const unless =
  (pattern: string, why: string) =>
  (value: string): string | undefined =>
    new RegExp(`^${pattern}`).test(value) ? undefined : why;

const seconds = unless(`${SECONDS}$`, 'needs a number of seconds above 0');
/** Only rules that name a pattern: a merged file would show its lines in error messages. */
const filterRule = unless(FILTER_RULE, 'must be an exclude, include, hide, show, protect or risk rule');
const pattern = (value: string): string | undefined =>
  value === CLEARING_PATTERN ? 'would clear every pattern before it, those of Durasync too' : undefined;

const VALUE_PROBLEMS: Readonly<Record<string, (value: string) => string | undefined>> = {
  timeout: seconds,
  contimeout: seconds,
  filter: filterRule,
  f: filterRule,
  exclude: pattern,
  include: pattern,
};
