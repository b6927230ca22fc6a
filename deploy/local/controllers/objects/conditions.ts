import type { Condition } from './meta.ts';

export type ConditionWish = Pick<Condition, 'type' | 'status' | 'reason' | 'message' | 'observedGeneration'>;

/** Sets one condition; lastTransitionTime moves only when the status does. Other conditions stay as they are. */
export function setCondition(conditions: readonly Condition[], wish: ConditionWish, now: string): Condition[] {
  const old = conditions.find((condition) => condition.type === wish.type);
  const since = old?.status === wish.status ? (old.lastTransitionTime ?? now) : now;
  const next: Condition = { ...old, ...wish, lastTransitionTime: since };
  return old ? conditions.map((condition) => (condition === old ? next : condition)) : [...conditions, next];
}

/** Whether a condition of this type is True. */
export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}
