import { ALLOWED_LONG, ALLOWED_SHORT, NEGATABLE, type OptionShape } from './allowed-options.ts';
import { FILTER_RULE, SECONDS } from './option-values.ts';

const named = (options: ReadonlyMap<string, OptionShape>, shape: OptionShape): string[] =>
  [...options].filter(([, one]) => one === shape).map(([name]) => name);

const anyOf = (parts: readonly string[]): string => `(${parts.join('|')})`;

const LOOKED_INTO = new Set(['timeout', 'contimeout', 'filter', 'exclude', 'include']);
const FLAGS = named(ALLOWED_SHORT, 'flag').join('');
const VALUES = named(ALLOWED_SHORT, 'value')
  .filter((letter) => letter !== 'f')
  .join('');

/**
 * What `rsyncOptionProblem` lets pass, for the API server. Without quotes and backslashes, so that it is the same text
 * in JSON, in RE2 and within a CEL string.
 */
export const RSYNC_OPTION_PATTERN = `^${anyOf([
  `--${anyOf(named(ALLOWED_LONG, 'flag'))}`,
  `--${anyOf(named(ALLOWED_LONG, 'value').filter((name) => !LOOKED_INTO.has(name)))}=.+`,
  `--(timeout|contimeout)=${SECONDS}`,
  `--(exclude|include)=([^!].*|!.+)`,
  `--filter=${FILTER_RULE}.*`,
  `--no-${anyOf([`[${FLAGS}]`, ...NEGATABLE])}`,
  `-[${FLAGS}]+`,
  `-[${FLAGS}]*[${VALUES}](=.+|[^=].*)`,
  `-[${FLAGS}]*f=?${FILTER_RULE}.*`,
])}$`;
