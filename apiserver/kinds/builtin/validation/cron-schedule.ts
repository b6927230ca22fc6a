type Bounds = {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
};

const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Minute, hour, day of the month, month, day of the week. */
const FIELDS: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
];

const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const DURATION = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

class ScheduleError extends Error {}

/** What is wrong with a schedule, in the words of the parser CronJobs are read with (robfig/cron, ParseStandard). */
export function scheduleErrors(schedule: string): string[] {
  const text = schedule.replace(/^(?:CRON_)?TZ=\S* /, '').trim();
  try {
    if (text.startsWith('@')) checkDescriptor(text);
    else checkFields(text.split(/\s+/).filter(Boolean));
    return [];
  } catch (error) {
    if (error instanceof ScheduleError) return [error.message];
    throw error;
  }
}

function checkDescriptor(text: string): void {
  if (DESCRIPTORS.includes(text)) return;
  if (!text.startsWith('@every ')) throw new ScheduleError(`unrecognized descriptor: ${text}`);
  const duration = text.slice('@every '.length);
  if (DURATION.test(duration)) return;
  const shown = JSON.stringify(duration);
  throw new ScheduleError(`failed to parse duration ${text}: time: invalid duration ${shown}`);
}

function checkFields(texts: readonly string[]): void {
  if (texts.length !== FIELDS.length) {
    throw new ScheduleError(`expected exactly ${FIELDS.length} fields, found ${texts.length}: [${texts.join(' ')}]`);
  }
  FIELDS.forEach((bounds, index) => {
    for (const range of (texts[index] ?? '').split(',').filter(Boolean)) checkRange(range, bounds);
  });
}

function checkRange(range: string, bounds: Bounds): void {
  const [span = '', ...steps] = range.split('/');
  const [start, end] = readSpan(span, range, bounds);
  if (steps.length > 1) throw new ScheduleError(`too many slashes: ${range}`);
  const [stepText] = steps;
  if (stepText === undefined) return checkSpan({ start, end: end ?? start, step: 1, range }, bounds);
  // With a step, a single number is where the rest of the range begins.
  checkSpan({ start, end: end ?? bounds.most, step: readNumber(stepText), range }, bounds);
}

/** Both ends of a span; of a single number only the first. */
function readSpan(span: string, range: string, bounds: Bounds): [number, number?] {
  const [first = '', last, ...others] = span.split('-');
  if (first === '*' || first === '?') return [bounds.least, bounds.most];
  const start = readNumber(first, bounds);
  if (last === undefined) return [start];
  if (others.length > 0) throw new ScheduleError(`too many hyphens: ${range}`);
  return [start, readNumber(last, bounds)];
}

type Span = { readonly start: number; readonly end: number; readonly step: number; readonly range: string };

function checkSpan({ start, end, step, range }: Span, { least, most }: Bounds): void {
  const problems: readonly (readonly [boolean, string])[] = [
    [start < least, `beginning of range (${start}) below minimum (${least})`],
    [end > most, `end of range (${end}) above maximum (${most})`],
    [start > end, `beginning of range (${start}) beyond end of range (${end})`],
    [step === 0, 'step of range should be a positive number'],
  ];
  const problem = problems.find(([isProblem]) => isProblem);
  if (problem) throw new ScheduleError(`${problem[1]}: ${range}`);
}

function readNumber(text: string, { names = [] }: Partial<Bounds> = {}): number {
  const named = text === '' ? -1 : names.indexOf(text.toLowerCase());
  if (named >= 0) return named;
  if (!/^[+-]?\d+$/.test(text)) {
    const cause = `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
    throw new ScheduleError(`failed to parse int from ${text}: ${cause}`);
  }
  const value = Number(text);
  if (value < 0) throw new ScheduleError(`negative number (${value}) not allowed: ${text}`);
  return value;
}
