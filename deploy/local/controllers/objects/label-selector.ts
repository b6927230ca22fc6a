import type { LabelSelector } from './meta.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** Whether all wished labels are there; an empty wish matches everything. */
export function matchesLabels(wanted: Labels, labels: Labels): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => labels?.[key] === value);
}

/** Whether labels are those that a selector means: all of its parts hold; one without parts means everything. */
export function matchesSelector({ matchLabels, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  const holds = ({ key, operator, values = [] }: (typeof matchExpressions)[number]): boolean => {
    const value = labels?.[key];
    const listed = value !== undefined && values.includes(value);
    return { In: listed, NotIn: !listed, Exists: value !== undefined, DoesNotExist: value === undefined }[operator];
  };
  return matchesLabels(matchLabels, labels) && matchExpressions.every(holds);
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
