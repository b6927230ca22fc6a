import { isJsonObject } from './kube-object.ts';

/** JSON as Go writes a map: fields in order, and nothing HTML could mistake. */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (!isJsonObject(value)) return goScalar(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${goScalar(name)}:${goJson(value[name])}`).join(',')}}`;
}

/** A text two JSON values, or a missing one, have in common exactly if they are equal (equalJson): for sets and maps of them. */
export const equalityKey = (value: unknown): string => (typeof value === 'string' ? `"${value}` : goJson(value));

const goScalar = (value: unknown): string =>
  (JSON.stringify(value) ?? 'undefined').replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
