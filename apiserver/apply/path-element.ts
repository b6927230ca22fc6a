import type { JsonObject } from '../object/kube-object.ts';

/**
 * One step of a path into an object, as FieldsV1 writes it (structured-merge-diff, fieldpath): `f:<name>` a field or a
 * map's key, `k:<json>` the item of a list by its keys, `v:<json>` the item of a set by its value.
 */
export type PathElement = string;

export const fieldElement = (name: string): PathElement => `f:${name}`;

/** @param keys the list's key fields; their order does not matter */
export function keyElement(keys: JsonObject): PathElement {
  const sorted = Object.fromEntries(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `k:${JSON.stringify(sorted)}`;
}

export const valueElement = (value: unknown): PathElement => `v:${JSON.stringify(value)}`;

/** The name in a field's element. */
export const nameIn = (element: PathElement): string => element.slice(2);

const parseJson = (text: string): unknown => JSON.parse(text);

const FORMS: Readonly<Record<string, (text: string) => unknown>> = {
  f: (text) => text,
  k: parseJson,
  v: parseJson,
  i: parseJson,
};

/** @throws SyntaxError if it is none */
export function checkElement(text: string): void {
  const form = text[1] === ':' ? FORMS[text[0] ?? ''] : undefined;
  if (!form) throw new SyntaxError(`${JSON.stringify(text)} is no path element`);
  form(text.slice(2));
}

const KIND_ORDER = 'fkvi';

/** The order of FieldsV1: fields, keys, values, indexes. */
export function compareElements(a: PathElement, b: PathElement): number {
  const kinds = KIND_ORDER.indexOf(a.charAt(0)) - KIND_ORDER.indexOf(b.charAt(0));
  if (kinds !== 0) return kinds;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As people read it: `.spec.containers[name="x"].image`. */
export function printPath(path: readonly PathElement[]): string {
  return path.map(printElement).join('');
}

function printElement(element: PathElement): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  if (element.startsWith('v:')) return `[=${text}]`;
  if (element.startsWith('i:')) return `[${text}]`;
  const keys = Object.entries(JSON.parse(text) as JsonObject);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}
