/** A field of a cron schedule: a list of `*`, values and ranges, the first and the last with a step where wanted. */
function field(value: string, step: string, alone = ''): string {
  const part = `([*](/0?${step})?|${value}(-${value}(/0?${step})?)?)`;
  return `(${part}(,${part})*${alone})`;
}

const MINUTE = field('[0-5]?[0-9]', '([1-9]|[1-5][0-9])');
const HOUR = field('([01]?[0-9]|2[0-3])', '([1-9]|1[0-9]|2[0-3])');
const DAY = field('(0?[1-9]|[12][0-9]|3[01])', '([1-9]|[12][0-9]|30)', '|L');
const MONTH = field('(0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)', '([1-9]|1[01])');
const WEEKDAY = field('([0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(#[1-5]|#L)?', '[1-7]');

/**
 * A cron schedule of five fields whose values and steps are all in range: minute, hour, day of the month, month,
 * weekday. Without backslashes, so that it is the same text in JSON, in RE2 and within a CEL string.
 */
export const CRON_PATTERN = `^(?i)${[MINUTE, HOUR, DAY, MONTH, WEEKDAY].join('[ ]+')}$`;
