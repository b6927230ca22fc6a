const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const NUMBER = String.raw`\d+(?:\.\d*)?|\.\d+`;
const PART = `(${NUMBER})(ns|us|µs|ms|s|m|h)`;
const DURATION = new RegExp(`^[+-]?(0|(${PART})+)$`);

/** Go's notation, such as 1h30m. @returns milliseconds; undefined for anything else */
export function goDurationMs(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  const parts = [...text.matchAll(new RegExp(PART, 'g'))];
  const ms = parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
  return text.startsWith('-') ? -ms : ms;
}

const UNIT = new RegExp(`^[+-]?(?:${PART})*(?:${NUMBER})([^\\d.]*)`);

/** What Go says of a text that is no duration. */
export function goDurationProblem(text: string): string {
  const unit = UNIT.exec(text)?.[3];
  const quoted = JSON.stringify(text);
  if (unit === undefined) return `time: invalid duration ${quoted}`;
  if (unit === '') return `time: missing unit in duration ${quoted}`;
  return `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`;
}
