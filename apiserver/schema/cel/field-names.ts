/** Words of CEL: a field of this name is written between underscores. */
const KEYWORDS = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return var ' +
    'void while'
  ).split(' '),
);

const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/__/g, '__underscores__'],
  [/\./g, '__dot__'],
  [/-/g, '__dash__'],
  [/\//g, '__slash__'],
];

/**
 * How rules name a field of an object.
 * @returns every name it has; none if it cannot be named
 */
export function celNames(field: string): string[] {
  if (KEYWORDS.has(field)) return [field, `__${field}__`];
  if (!/^[A-Za-z_][A-Za-z0-9_./-]*$/.test(field)) return [];
  return [ESCAPES.reduce((name, [pattern, escape]) => name.replace(pattern, escape), field)];
}
