import { Optional } from '@marcbachmann/cel-js';
import type { FieldError } from '../../errors/index.ts';
import { fieldError } from '../../errors/index.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../object/kube-object.ts';
import { correlate } from '../correlate.ts';
import type { Schema } from '../schema.ts';
import { childPath, itemPath } from '../schema.ts';
import type { CompiledRule, CompiledRules } from './compile-schema.ts';
import { compileRules } from './compile-schema.ts';
import { largestCollection } from './largest-collection.ts';
import { resultPath } from './result-path.ts';

/** Steps all rules together may take for one object; a step is a node of an expression evaluated once. */
const BUDGET = 10_000_000;

export type RulesInput = {
  readonly value: unknown;
  /** The value before an update; absent when creating, and where an update cannot tell which one it was. */
  readonly old?: unknown;
};

/** What is wrong with a value by its schema's rules (x-kubernetes-validations) and those of the schemas in it. */
export function ruleErrors(input: RulesInput, schema: Schema): FieldError[] {
  if (!hasRules(schema)) return [];
  const state: State = { budget: BUDGET, errors: [] };
  visit({ ...input, path: '', schema, isRoot: true }, state);
  return state.errors;
}

type State = { budget: number; readonly errors: FieldError[] };
type Visit = RulesInput & { readonly path: string; readonly schema: Schema; readonly isRoot: boolean };

const compiled = new WeakMap<Schema, CompiledRules | { readonly rules?: undefined }>();

function rulesOf(schema: Schema, isRoot: boolean): CompiledRules | undefined {
  let known = compiled.get(schema);
  if (!known) compiled.set(schema, (known = compileRules(schema, isRoot) ?? {}));
  return known.rules && known;
}

const withRules = new WeakMap<Schema, boolean>();

/** Whether there is a rule in a schema or in one below it. */
export function hasRules(schema: Schema): boolean {
  let known = withRules.get(schema);
  if (known === undefined) {
    known = (schema['x-kubernetes-validations'] ?? []).length > 0 || childSchemas(schema).some(hasRules);
    withRules.set(schema, known);
  }
  return known;
}

function childSchemas({ properties, items, additionalProperties }: Schema): Schema[] {
  const others = [items, additionalProperties].filter((child): child is Schema => typeof child === 'object');
  return [...Object.values(properties ?? {}), ...others];
}

function visit(at: Visit, state: State): void {
  const { value, schema } = at;
  if (value === null || value === undefined || !hasRules(schema) || state.budget < 0) return;
  const own = rulesOf(schema, at.isRoot);
  if (own) evaluateAll(own, at, state);
  if (Array.isArray(value)) visitItems(value, at, state);
  else if (isJsonObject(value)) visitFields(value, at, state);
}

function visitItems(list: readonly unknown[], { schema, old, path }: Visit, state: State): void {
  const { items } = schema;
  if (!items) return;
  list.forEach((value, index) => {
    const before = correlate(old, schema, value);
    visit({ value, old: before, path: itemPath(path, index), schema: items, isRoot: false }, state);
  });
}

function visitFields(object: JsonObject, { schema, old, path }: Visit, state: State): void {
  const before = isJsonObject(old) ? old : {};
  for (const [name, value] of Object.entries(object)) {
    const at = { value, old: Object.hasOwn(before, name) ? before[name] : undefined, isRoot: false };
    const field = schema.properties?.[name];
    if (field) visit({ ...at, schema: field, path: childPath(path, name) }, state);
    else if (typeof schema.additionalProperties === 'object') {
      visit({ ...at, schema: schema.additionalProperties, path: itemPath(path, name) }, state);
    }
  }
}

function evaluateAll({ type, rules }: CompiledRules, at: Visit, state: State): void {
  const isUnchanged = at.old !== undefined && equalJson(at.value, at.old);
  const due = rules.filter((rule) => isDue(rule, at, isUnchanged));
  if (due.length === 0) return;
  let self: unknown, before: unknown;
  try {
    self = type.toCel(at.value);
    before = at.old === undefined || at.old === null ? undefined : type.toCel(at.old);
  } catch (error) {
    return void state.errors.push(...due.map((rule) => notEvaluated(rule, at, error)));
  }
  for (const rule of due) {
    state.budget -= costOf(rule, at);
    if (state.budget < 0) return void state.errors.push(tooExpensive(at.path || '<nil>'));
    const oldSelf = rule.source.optionalOldSelf ? Optional.of(before) : before;
    const error = evaluateOne(rule, at, { self, oldSelf });
    if (error) state.errors.push(error);
  }
}

/** A rule about a change needs one; a rule about a value was told already of one that stays as it is. */
function isDue({ expression, source }: CompiledRule, { old }: Visit, isUnchanged: boolean): boolean {
  if (expression.usesOldSelf) return source.optionalOldSelf === true || (old !== undefined && old !== null);
  return !isUnchanged;
}

function costOf({ expression }: CompiledRule, { value, old }: Visit): number {
  const { nodes, depth } = expression;
  return depth < 2 ? nodes : nodes * Math.max(largestCollection(value), largestCollection(old)) ** depth;
}

function tooExpensive(path: string): FieldError {
  const detail = 'validation failed due to running out of cost budget, no further validation rules will be run';
  return fieldError({ type: 'forbidden', field: path, detail });
}

type Variables = { readonly self: unknown; readonly oldSelf: unknown };

function evaluateOne(rule: CompiledRule, at: Visit, variables: Variables): FieldError | undefined {
  const { source, expression } = rule;
  const place = placeOf(rule, at);
  try {
    if (expression.evaluate(variables) === true) return undefined;
  } catch (error) {
    return notEvaluated(rule, at, error);
  }
  const type = ERROR_TYPES[source.reason ?? ''] ?? 'invalid';
  return fieldError({ type, ...place, ...(type !== 'duplicate' && { detail: failureOf(rule, variables) }) });
}

const placeOf = ({ source }: CompiledRule, { path, schema }: Visit): { field: string; value: string } => ({
  field: resultPath(path, source.fieldPath),
  value: schema.type ?? '',
});

function notEvaluated(rule: CompiledRule, at: Visit, error: unknown): FieldError {
  const { source } = rule;
  const text = (error as { summary?: string }).summary ?? (error as Error).message;
  const detail = `${asGoSays(text)} evaluating rule: ${source.message?.trim() || source.rule.trim()}`;
  return fieldError({ type: 'invalid', ...placeOf(rule, at), detail });
}

const failureOf = (rule: CompiledRule, variables: Variables): string =>
  messageOf(rule, variables) ?? (rule.source.message?.trim() || `failed rule: ${rule.source.rule.trim()}`);

/** What went wrong, in the words of Kubernetes' evaluator. */
const asGoSays = (text: string): string =>
  text
    .replace(/^No such key: index out of bounds, index (-?\d+).*$/, 'index out of bounds: $1')
    .replace(/^No such key: /, 'no such key: ');

const ERROR_TYPES: Readonly<Record<string, 'forbidden' | 'required' | 'duplicate'>> = {
  FieldValueForbidden: 'forbidden',
  FieldValueRequired: 'required',
  FieldValueDuplicate: 'duplicate',
};

const MAX_MESSAGE_CHARACTERS = 5 * 1024;

/** @returns undefined if there is no message expression, or it says nothing that can be shown */
function messageOf({ message }: CompiledRule, variables: Variables): string | undefined {
  if (!message) return undefined;
  try {
    const text = String(message.evaluate(variables)).trim();
    const canBeShown = text !== '' && !text.includes('\n') && text.length <= MAX_MESSAGE_CHARACTERS;
    return canBeShown ? text : undefined;
  } catch {
    return undefined;
  }
}
