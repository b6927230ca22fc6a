import { badRequest } from '../errors/index.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';

export type Selector = {
  /** Whether everything matches. */
  readonly isEmpty: boolean;
  readonly matches: (object: KubeObject) => boolean;
};

type Requirement = (labels: Readonly<Record<string, string>>) => boolean;

const KEY = String.raw`[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const SET = new RegExp(String.raw`^(${KEY})\s+(in|notin)\s*\(([^()]*)\)$`);
const EQUALITY = new RegExp(String.raw`^(${KEY})\s*(==|=|!=)\s*([-A-Za-z0-9_.]*)$`);
const NUMERIC = new RegExp(String.raw`^(${KEY})\s*(<|>)\s*(-?\d+)$`);
const EXISTENCE = new RegExp(String.raw`^(!?)\s*(${KEY})$`);

/** A label selector such as `app=web,tier in (a, b),!old`. @throws StatusError 400 */
export function parseLabelSelector(text: string): Selector {
  const terms = splitTerms(text);
  const requirements = terms.map((term) => {
    const requirement = setTerm(term) ?? equalityTerm(term) ?? numericTerm(term) ?? existenceTerm(term);
    if (!requirement) throw badRequest(`unable to parse requirement: ${JSON.stringify(term)} is no label selector`);
    return requirement;
  });
  return {
    isEmpty: requirements.length === 0,
    matches: ({ metadata }) => requirements.every((matches) => matches(metadata.labels ?? {})),
  };
}

/** Splits at commas that are not within parentheses. */
function splitTerms(text: string): string[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^(]*\))/).map((term) => term.trim());
}

function setTerm(term: string): Requirement | undefined {
  const [, key = '', , operator, list = ''] = SET.exec(term) ?? [];
  if (!operator) return undefined;
  const values = new Set(list.split(',').map((value) => value.trim()));
  if (operator === 'in') return (labels) => labels[key] !== undefined && values.has(labels[key]);
  return (labels) => labels[key] === undefined || !values.has(labels[key]);
}

function equalityTerm(term: string): Requirement | undefined {
  const [, key = '', , operator, value = ''] = EQUALITY.exec(term) ?? [];
  if (!operator) return undefined;
  return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
}

function numericTerm(term: string): Requirement | undefined {
  const [, key = '', , operator, value = ''] = NUMERIC.exec(term) ?? [];
  if (!operator) return undefined;
  const isInteger = (text: string | undefined): text is string => text !== undefined && /^-?\d+$/.test(text);
  return (labels) => {
    const label = labels[key];
    if (!isInteger(label)) return false;
    return operator === '<' ? BigInt(label) < BigInt(value) : BigInt(label) > BigInt(value);
  };
}

function existenceTerm(term: string): Requirement | undefined {
  const [, not, key = ''] = EXISTENCE.exec(term) ?? [];
  if (not === undefined) return undefined;
  return not ? (labels) => labels[key] === undefined : (labels) => labels[key] !== undefined;
}

const ALWAYS_SELECTABLE: readonly string[] = ['metadata.name', 'metadata.namespace'];

/** A field selector such as `metadata.name=x,status.phase!=Active`. @throws StatusError 400 */
export function parseFieldSelector(text: string, resource: Resource): Selector & { readonly name?: string } {
  const parsed = splitFieldTerms(text).map((term) => parseFieldTerm(term, resource));
  const name = nameIn(parsed);
  return {
    isEmpty: parsed.length === 0,
    matches: (object) => parsed.every(({ field, value, negated }) => (fieldOf(object, field) === value) !== negated),
    ...(name !== undefined && { name }),
  };
}

/** The one name a field selector lets through, whatever kind it is for; undefined for one that lets through others, or is none. */
export function selectedName(text: string): string | undefined {
  const parsed = splitFieldTerms(text).map(readFieldTerm);
  return parsed.every((term) => term !== undefined) ? nameIn(parsed) : undefined;
}

type FieldTerm = { readonly field: string; readonly value: string; readonly negated: boolean };

const splitFieldTerms = (text: string): string[] => text.split(',').filter((term) => term.trim() !== '');

const nameIn = (terms: readonly FieldTerm[]): string | undefined =>
  terms.find(({ field, negated }) => field === 'metadata.name' && !negated)?.value;

function readFieldTerm(term: string): FieldTerm | undefined {
  const [, field = '', operator, value = ''] = /^([^=!]+)(==|=|!=)(.*)$/.exec(term.trim()) ?? [];
  return operator === undefined ? undefined : { field, value, negated: operator === '!=' };
}

function parseFieldTerm(term: string, resource: Resource): FieldTerm {
  const parsed = readFieldTerm(term);
  if (!parsed) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const { field } = parsed;
  if (!ALWAYS_SELECTABLE.includes(field) && !resource.selectableFields.includes(field)) {
    throw badRequest(notSelectable(field, resource));
  }
  return parsed;
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
