import { QUANTITY_FACTORS } from '../../../resources/quantity.ts';

/** The number that a Kubernetes quantity stands for, `500m` being 0.5; undefined for anything else. */
export function amount(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [, digits, suffix = ''] = /^([0-9]+(?:\.[0-9]+)?)([a-zA-Z]{0,2})$/.exec(value) ?? [];
  const factor = suffix === 'm' ? 1e-3 : QUANTITY_FACTORS[suffix];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
