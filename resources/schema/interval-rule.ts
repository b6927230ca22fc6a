import type { ValidationRule } from './validation-rule.ts';

/** Shortest pause between two runs of a schedule, milliseconds. */
export const SHORTEST_INTERVAL_MS = 10_000;

/** A duration with a part that is 10 s or more by itself: `10s`, `1m`, `0h30s`, `20000ms`; not `5s` or `0d`. */
const TEN_SECONDS = '(^|[a-z])0*([1-9][0-9]*([hdw]|m([0-9]|$))|[1-9][0-9]+s|[1-9][0-9]{4,}ms)';

/** Refuses a pause that would ask the upstream without end. */
export const intervalRule: ValidationRule = {
  rule: `self.matches('${TEN_SECONDS}')`,
  message: 'spec.config.interval: must be at least 10s; it counts from the end of a run',
};
