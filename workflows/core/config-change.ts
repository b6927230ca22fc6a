import type { JobConfig } from '../../resources/job/job-config.ts';

type Field = keyof JobConfig;

/** Another source: what is being fetched now is not what is wanted any more. */
const SOURCE_FIELDS: readonly Field[] = ['upstream', 'provider'];

/** How the data is fetched: may mend a failure, but a run under way is still worth finishing. */
const FETCH_FIELDS: readonly Field[] = [
  ...SOURCE_FIELDS,
  'credentials',
  'ipFamily',
  'exclude',
  'excludeFile',
  'rsyncOptions',
  'successExitCodes',
  'maxDelete',
  'minFree',
  'timeout',
];

/** What a change of the config means for the runs. */
export interface ConfigChange {
  readonly source: boolean;
  readonly fetch: boolean;
}

/** Compares two configs by what matters for runs; presentation and schedule are neither. */
export function compareConfigs(before: JobConfig, after: JobConfig): ConfigChange {
  const differ = (field: Field) => canonical(before[field]) !== canonical(after[field]);
  return { source: SOURCE_FIELDS.some(differ), fetch: FETCH_FIELDS.some(differ) };
}

/** Text of a value that does not depend on the order of its keys, which the API server may change. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? sortKeys(part) : part)) ?? '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortKeys(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}
