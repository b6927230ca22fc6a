import type { ReconcileInput } from '../messages.ts';

/**
 * Why something is no news of an object, a sentence; null when it is. Signals come unchecked, and an error in a handler
 * would be retried for ever.
 */
export function reconcileProblem(value: unknown): string | null {
  const { cluster, uid, generation, config, status } = (value ?? {}) as Partial<Record<keyof ReconcileInput, unknown>>;
  if (typeof uid !== 'string' || uid.length === 0) return 'uid must be a text.';
  if (cluster !== undefined && (typeof cluster !== 'string' || cluster.length === 0)) return 'cluster must be a text.';
  if (!Number.isSafeInteger(generation)) return 'generation must be a whole number.';
  if (!isObject(config)) return 'config must be an object.';
  return isObject(status) ? null : 'status must be an object.';
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
