import { badRequest } from '../errors/index.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { RequirementTerm } from './label-requirement.ts';
import { keyProblem, requirementOf, valuesProblem } from './label-requirement.ts';
import type { Token } from './label-selector-tokens.ts';
import { SelectorTokens } from './label-selector-tokens.ts';

export type Selector = {
  /** Whether everything matches. */
  readonly isEmpty: boolean;
  readonly matches: (object: KubeObject) => boolean;
};

/** A label selector such as `app=web,tier in (a, b),!old`, read as apimachinery's labels.Parse does. @throws StatusError 400 */
export function parseLabelSelector(text: string): Selector {
  const requirements = termsOf(new SelectorTokens(text)).map(requirementOf);
  return {
    isEmpty: requirements.length === 0,
    matches: ({ metadata }) => requirements.every((matches) => matches(metadata.labels ?? {})),
  };
}

const startsTerm = ({ kind }: Token): boolean => kind === 'identifier' || kind === '!';
const refuse = (problem: string): Error => badRequest(`unable to parse requirement: ${problem}`);

function termsOf(tokens: SelectorTokens): RequirementTerm[] {
  const terms: RequirementTerm[] = [];
  const first = tokens.peek();
  if (first.kind === 'end') return terms;
  if (!startsTerm(first)) throw badRequest(`found '${first.text}', expected: !, identifier, or 'end of string'`);
  for (;;) {
    terms.push(termOf(tokens));
    const { kind, text } = tokens.next();
    if (kind === 'end') return terms;
    if (kind !== ',') throw badRequest(`found '${text}', expected: ',' or 'end of string'`);
    const after = tokens.peek();
    if (!startsTerm(after)) throw badRequest(`found '${after.text}', expected: identifier after ','`);
  }
}

function termOf(tokens: SelectorTokens): RequirementTerm {
  const isNegated = tokens.peek().kind === '!';
  if (isNegated) tokens.next();
  const { kind, text: key } = tokens.next();
  const problem = kind === 'identifier' ? keyProblem(key) : `found '${key}', expected: identifier`;
  if (problem) throw refuse(problem);
  if (isNegated) return { key, operator: '!', values: [] };
  if (endsTerm(tokens.peek())) return { key, operator: 'exists', values: [] };
  const operator = operatorOf(tokens.next(true));
  const values = operator === 'in' || operator === 'notin' ? listOf(tokens) : [valueOf(tokens)];
  const term = { key, operator, values: [...new Set(values)].sort() };
  const wrong = valuesProblem(term);
  if (wrong) throw refuse(wrong);
  return term;
}

const endsTerm = ({ kind }: Token): boolean => kind === 'end' || kind === ',';

const OPERATORS: ReadonlySet<string> = new Set(['in', 'notin', '=', '==', '!=', '<', '>']);

function operatorOf({ kind, text }: Token): RequirementTerm['operator'] {
  if (OPERATORS.has(kind)) return kind as RequirementTerm['operator'];
  throw refuse(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
}

function valueOf(tokens: SelectorTokens): string {
  if (endsTerm(tokens.peek())) return '';
  const { kind, text } = tokens.next();
  if (kind !== 'identifier') throw refuse(`found '${text}', expected: identifier`);
  return text;
}

/** Values in parentheses; one that is left out is the empty one. */
function listOf(tokens: SelectorTokens): string[] {
  const opening = tokens.next();
  if (opening.kind !== '(') throw refuse(`found '${opening.text}' expected: '('`);
  const { kind, text } = tokens.peek();
  if (!['identifier', ',', ')'].includes(kind)) throw refuse(`found '${text}', expected: ',', ')' or identifier`);
  const values: string[] = [];
  for (;;) {
    values.push(tokens.peek().kind === 'identifier' ? tokens.next().text : '');
    const next = tokens.next();
    if (next.kind === ')') return values;
    if (next.kind === ',') continue;
    throw refuse(`found '${next.text}', expected: ${values.at(-1) ? "',' or ')'" : "',', or identifier"}`);
  }
}
