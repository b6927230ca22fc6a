/** A condition in a status, as definitions and namespaces have them. */
export type Condition = {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
};

/** The conditions with one set, at its place or last. @param condition its lastTransitionTime counts if its status is another */
export function withCondition(conditions: readonly Condition[], condition: Condition): Condition[] {
  const { type, status } = condition;
  const old = conditions.find((one) => one.type === type);
  if (!old) return [...conditions, condition];
  const lastTransitionTime = old.status === status ? old.lastTransitionTime : condition.lastTransitionTime;
  return conditions.map((one) => (one.type === type ? { ...condition, lastTransitionTime } : one));
}
