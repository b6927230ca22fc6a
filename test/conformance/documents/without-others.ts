import { groupOf } from './described-kind.ts';

type Fields = { readonly [field: string]: unknown };
type Named = { readonly name?: string; readonly metadata?: { readonly name?: string } };

/** Lists of groups, and what is told by path, group or definition. */
const LISTS = ['groups', 'items'];
const MAPS = ['paths', 'definitions'];

/** A document without the custom kinds that others define and withdraw meanwhile. @param run whose kind stays */
export function withoutOthers(document: unknown, run: string): unknown {
  const [own = ''] = groupOf(run).split('.');
  const isOther = (name: string): boolean => /\b(test|dev)\b/.test(name) && !name.includes(own);
  const entries = Object.entries(document as Fields).map(([field, value]): [string, unknown] => {
    if (LISTS.includes(field) && Array.isArray(value)) {
      return [field, (value as Named[]).filter(({ name, metadata }) => !isOther(name ?? metadata?.name ?? ''))];
    }
    if (!MAPS.includes(field)) return [field, value];
    return [field, Object.fromEntries(Object.entries(value as Fields).filter(([name]) => !isOther(name)))];
  });
  return Object.fromEntries(entries);
}
