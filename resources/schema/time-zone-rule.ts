import type { ValidationRule } from './validation-rule.ts';

/** Shape of an IANA name: `UTC`, `Europe/Berlin`, `Etc/GMT+5`, `America/Argentina/Buenos_Aires`. */
export const TIME_ZONE_PATTERN = '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$';

/** The API server knows the zones by itself: a function that takes one fails for a zone that it does not know. */
export const timeZoneRule: ValidationRule = {
  rule: "self != 'Local' && timestamp('2000-01-01T00:00:00Z').getFullYear(self) > 0",
  message: 'spec.config.timeZone: must be an IANA time zone, such as UTC or Europe/Berlin',
};
