import { badRequest } from '../errors/index.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { Selector } from './label-selector.ts';

const ALWAYS_SELECTABLE: readonly string[] = ['metadata.name', 'metadata.namespace'];

/**
 * A field selector such as `metadata.name=x,status.phase!=Active`; in its values `\` goes before `\`, `,` and `=`
 * (apimachinery, fields.ParseSelector). @throws StatusError 400
 */
export function parseFieldSelector(text: string, resource: Resource): Selector & { readonly name?: string } {
  const parsed = termsOf(text).map((term) => checkField(readFieldTerm(term, text), resource));
  const name = nameIn(parsed);
  return {
    isEmpty: parsed.length === 0,
    matches: (object) => parsed.every(({ field, value, negated }) => (fieldOf(object, field) === value) !== negated),
    ...(name !== undefined && { name }),
  };
}

/** The one name a field selector lets through, whatever kind it is for; undefined for one that lets through others, or is none. */
export function selectedName(text: string): string | undefined {
  try {
    return nameIn(termsOf(text).map((term) => readFieldTerm(term, text)));
  } catch {
    return undefined;
  }
}

type FieldTerm = { readonly field: string; readonly value: string; readonly negated: boolean };

/** Between the commas that no `\` goes before. */
const termsOf = (text: string): string[] => text.match(/(?:\\[^]|[^,\\]|\\$)+/g) ?? [];

const nameIn = (terms: readonly FieldTerm[]): string | undefined =>
  terms.find(({ field, negated }) => field === 'metadata.name' && !negated)?.value;

function readFieldTerm(term: string, selector: string): FieldTerm {
  const [, field = '', operator, value = ''] = /^([^]*?)(!=|==|=)([^]*)$/.exec(term) ?? [];
  if (operator === undefined) throw badRequest(`invalid selector: '${selector}'; can't understand '${term}'`);
  return { field, value: unescaped(value), negated: operator === '!=' };
}

function unescaped(value: string): string {
  return value.replaceAll(/\\([^]?)|=/g, (found, escaped?: string) => {
    if (found === '=') throw badRequest(`invalid field selector: unescaped character in value: ${'='.charCodeAt(0)}`);
    if (escaped && '\\,='.includes(escaped)) return escaped;
    throw badRequest(`invalid field selector: invalid escape sequence: ${found}`);
  });
}

function checkField(term: FieldTerm, resource: Resource): FieldTerm {
  const { field } = term;
  if (!ALWAYS_SELECTABLE.includes(field) && !resource.selectableFields.includes(field)) {
    throw badRequest(notSelectable(field, resource));
  }
  return term;
}

/** In the words of the conversion that a kind has of its own, or has not. */
function notSelectable(field: string, { decoding, group, kind, selectableFields }: Resource): string {
  if (group === 'batch' && kind === 'Job') return `field label ${JSON.stringify(field)} not supported for Job`;
  if (decoding === 'structural' || selectableFields.length > 0) return `field label not supported: ${field}`;
  return `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

function fieldOf(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const part of path.split('.')) value = isJsonObject(value) ? value[part] : undefined;
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}
