import { badRequest } from '../errors/index.ts';
import type { KubeObject } from '../object/kube-object.ts';

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
