/** How far, relative to its size, a number may be from a whole one. */
const TOLERANCE = 1e-9;

/** Whether a number is a multiple of another in the arithmetic of floats: 0.3 is one of 0.1 (kube-openapi, MultipleOf). */
export function isMultipleOf(value: number, factor: number): boolean {
  const quotient = factor < 1 ? (1 / factor) * value : value / factor;
  if (!Number.isFinite(quotient) || Math.abs(quotient) > Number.MAX_SAFE_INTEGER) return false;
  const whole = Math.trunc(quotient);
  if (quotient === whole) return true;
  return Math.abs(quotient - whole) / (Math.abs(quotient) + Math.abs(whole)) < TOLERANCE;
}
