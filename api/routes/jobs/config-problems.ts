import { rsyncOptionProblem } from '../../../resources/rsync/option-problem.ts';
import { CRON_PATTERN } from '../../../resources/schema/cron-pattern.ts';
import { nextCronTime } from '../../../workflows/core/schedule/next-cron-time.ts';
import type { Problem } from '../../contract.ts';

type Errors = NonNullable<Problem['errors']>;

/** A day of which all that can come again have come again within the next eight years, as 29 February has. */
const NOW = Date.UTC(2026, 0, 1);

/**
 * What is wrong with the `spec.config` of a body and cannot be told by the schema, or not as well. What is of the wrong
 * type or shape is left to the API server.
 */
export function configProblems(body: unknown): Errors {
  const { cron, timeZone, rsyncOptions } = fieldsOf(fieldsOf(fieldsOf(body)['spec'])['config']);
  return [...zoneProblems(timeZone), ...cronProblems(cron), ...optionProblems(rsyncOptions)];
}

function zoneProblems(zone: unknown): Errors {
  if (typeof zone !== 'string' || isTimeZone(zone)) return [];
  const message = `"${zone}" is no time zone; write an IANA name, such as UTC or Europe/Berlin`;
  return [{ field: 'spec.config.timeZone', message }];
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

// RE2 takes `(?i)` anywhere, JavaScript as a flag only.
const CRON = new RegExp(CRON_PATTERN.replace('(?i)', ''), 'i');

function cronProblems(cron: unknown): Errors {
  if (typeof cron !== 'string' || !CRON.test(cron)) return [];
  const why = whyNoTime(cron);
  return why === undefined ? [] : [{ field: 'spec.config.cron', message: `"${cron}" ${why}` }];
}

function whyNoTime(cron: string): string | undefined {
  try {
    return nextCronTime(cron, 'UTC', NOW) === null ? 'never comes, such as a 30 February' : undefined;
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function optionProblems(options: unknown): Errors {
  if (!Array.isArray(options)) return [];
  return options.flatMap((option: unknown, index) => {
    const message = typeof option === 'string' ? rsyncOptionProblem(option) : undefined;
    return message === undefined ? [] : [{ field: `spec.config.rsyncOptions[${index}]`, message }];
  });
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
