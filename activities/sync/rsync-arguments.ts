import { join } from 'node:path';
import { parseQuantity } from '../../resources/quantity.ts';
import type { JobConfig } from '../../resources/job/job-config.ts';
import { checkRsyncOptions } from './check-rsync-options.ts';
import { PARTIAL_DIR, type DataLayout } from './data-layout.ts';
import { excludeFilePath } from './exclude-file.ts';
import { normalizeUpstream } from './upstream.ts';

/** Marks the itemized lines of a plan, so that no other line of rsync can be taken for one. */
export const PLAN_MARK = '@';

export interface ArgumentInput {
  readonly config: JobConfig;
  readonly layout: DataLayout;
  /** File with the patterns of `config.exclude`; none when there are no patterns. */
  readonly excludeFile?: string | undefined;
  readonly ioTimeoutSeconds: number;
  readonly connectTimeoutSeconds: number;
}

const BASE = [
  '-aH',
  '--no-o',
  '--no-g',
  '--stats',
  // Without a slash at the end: an upstream's symbolic link of that name must not become our directory.
  `--filter=R ${PARTIAL_DIR}`,
  `--exclude=${PARTIAL_DIR}`,
  `--partial-dir=${PARTIAL_DIR}`,
  '--delete',
  '--delete-after',
  '--delay-updates',
  '--safe-links',
  // rsync's small messages would wait 40 ms for each other's acknowledgement.
  '--sockopts=TCP_NODELAY',
];

/** Turns counts into exact numbers with separators, whatever the Job's own options say. */
const EXACT_NUMBERS = ['--no-h', '-h'];

/**
 * Arguments of the real run.
 * @param maxDelete rsync stops deleting after this many entries; none is without limit
 * @throws SyncFailure ConfigInvalid
 */
export function transferArguments(input: ArgumentInput, maxDelete?: number): string[] {
  const limit = maxDelete === undefined ? [] : [`--max-delete=${maxDelete}`];
  const own = ['--outbuf=B', ...EXACT_NUMBERS, ...limit];
  return [...BASE, '-v', ...choices(input), ...own, ...places(input)];
}

/**
 * Arguments of the dry run that only lists what the real run would do.
 * @throws SyncFailure ConfigInvalid
 */
export function planArguments(input: ArgumentInput): string[] {
  const own = ['--dry-run', '--no-motd', '--outbuf=B', `--out-format=${PLAN_MARK}%i %n`, ...EXACT_NUMBERS];
  return [...BASE, ...choices(input), ...own, ...places(input)];
}

function choices(input: ArgumentInput): string[] {
  const { config } = input;
  checkRsyncOptions(config.rsyncOptions);
  const family = { IPv4: ['-4'], IPv6: ['-6'] };
  return [
    `--timeout=${input.ioTimeoutSeconds}`,
    `--contimeout=${input.connectTimeoutSeconds}`,
    ...(config.ipFamily ? family[config.ipFamily] : []),
    ...(input.excludeFile ? [`--exclude-from=${input.excludeFile}`] : []),
    ...(config.excludeFile ? [`--exclude-from=${excludeFilePath(input.layout, config.excludeFile)}`] : []),
    ...(config.bandwidthLimit ? [`--bwlimit=${kibibytes(config.bandwidthLimit)}`] : []),
    ...config.rsyncOptions,
  ];
}

const places = ({ config, layout }: ArgumentInput): string[] => [
  '--',
  normalizeUpstream(config.upstream),
  join(layout.mirror, '/'),
];

/** rsync counts in KiB and takes 0 for "no limit". */
const kibibytes = (quantity: string): number => Math.max(1, Math.round(parseQuantity(quantity) / 1024));

/** The exclude file's text: a pattern that would read as a comment or as an order is written as an explicit rule. */
export function excludeFileText(patterns: readonly string[]): string {
  return patterns.map((pattern) => (/^(?:[#;]|!$)/.test(pattern) ? `- ${pattern}\n` : `${pattern}\n`)).join('');
}
