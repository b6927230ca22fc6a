import { ageOf } from '../../object/age.ts';
import type { Column } from '../resource.ts';
import { valueAt } from '../builtin/fields.ts';

type Cell = Column['cell'];

const WIDE = 1;

/** A column that is always shown. Its cells: from a function, or the value at a path. */
export function column(name: string, from: Cell | string, type = 'string'): Column {
  return { name, type, cell: typeof from === 'string' ? atPath(from) : from };
}

/** A column that `-o wide` shows. */
export function wideColumn(name: string, from: Cell | string, type = 'string'): Column {
  return { ...column(name, from, type), priority: WIDE };
}

function atPath(path: string): Cell {
  const parts = path.split('.');
  return (object) => valueAt(object, ...parts);
}

/** How long a time at a path is ago. */
export const since =
  (path: string): Cell =>
  (object, now) => {
    const time = atPath(path)(object, now);
    return ageOf(typeof time === 'string' ? time : undefined, now);
  };

/** A number that is 0 where nothing is. */
export const count =
  (path: string): Cell =>
  (object, now) =>
    atPath(path)(object, now) ?? 0;

const CREATED =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';

export const AGE: Column = { ...column('Age', since('metadata.creationTimestamp')), description: CREATED };

export const NONE = '<none>';

/** A label selector's labels as kubectl shows them. */
export function selectorText(selector: unknown): string {
  const labels = valueAt(selector, 'matchLabels') ?? {};
  const own = Object.entries(labels).map(([name, value]) => `${name}=${String(value)}`);
  const expressions = valueAt(selector, 'matchExpressions');
  const terms = Array.isArray(expressions) ? expressions.map(expressionText) : [];
  return [...own, ...terms].join(',') || NONE;
}

function expressionText(expression: unknown): string {
  const key = String(valueAt(expression, 'key'));
  const list = valueAt(expression, 'values');
  const values = (Array.isArray(list) ? list.map(String) : []).sort().join(',');
  const texts: Record<string, string> = {
    In: `${key} in (${values})`,
    NotIn: `${key} notin (${values})`,
    Exists: key,
    DoesNotExist: `!${key}`,
  };
  return texts[String(valueAt(expression, 'operator'))] ?? key;
}

export const joined = (values: readonly unknown[]): string => values.map(String).join(',');
