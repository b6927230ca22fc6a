import type { FieldError } from './field-error.ts';

/** Those of an update's errors that were not there before it: a server that asked for less may have let them in. */
export function newErrors(errors: readonly FieldError[], before: () => readonly FieldError[]): readonly FieldError[] {
  if (errors.length === 0) return errors;
  const known = new Set(before().map(({ field, body }) => `${field}: ${body}`));
  return errors.filter(({ field, body }) => !known.has(`${field}: ${body}`));
}
