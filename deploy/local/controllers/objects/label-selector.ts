import type { LabelSelector } from './meta.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** Whether all wished labels are there; an empty wish matches everything. */
export function matchesLabels(wanted: Labels, labels: Labels): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => labels?.[key] === value);
}

/** The text form of a selector for a list's `labelSelector`. */
export function selectorText(selector: LabelSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const set = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    const byOperator = {
      In: `${key} in (${values.join(',')})`,
      NotIn: `${key} notin (${values.join(',')})`,
      Exists: key,
      DoesNotExist: `!${key}`,
    };
    return byOperator[operator];
  });
  return [...equal, ...set].join(',');
}
