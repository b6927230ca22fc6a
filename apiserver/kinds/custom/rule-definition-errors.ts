import type { FieldError } from '../../errors/index.ts';
import { invalid, notSupported, required } from '../../errors/index.ts';
import { fieldSteps } from '../../schema/cel/result-path.ts';
import { ruleProblems } from '../../schema/cel/compile-schema.ts';
import { schemaOfField } from '../../schema/prune.ts';
import type { Schema, ValidationRule } from '../../schema/schema.ts';

/** What is wrong with the rules of a schema and of those in it, when a definition is written. */
export function ruleDefinitionErrors(schema: Schema, path: string): FieldError[] {
  return visit({ schema, path, isRoot: true, canCorrelate: true });
}

type Visit = {
  readonly schema: Schema;
  readonly path: string;
  readonly isRoot: boolean;
  /** Whether an update can tell which value this one was before. */
  readonly canCorrelate: boolean;
};

function visit(at: Visit): FieldError[] {
  const { schema, path, canCorrelate } = at;
  const below = (child: Schema, name: string, correlates = canCorrelate): FieldError[] =>
    visit({ schema: child, path: `${path}.${name}`, isRoot: false, canCorrelate: correlates });
  const { properties = {}, items, additionalProperties } = schema;
  const isKeyed = schema['x-kubernetes-list-type'] === 'map';
  return [
    ...ownErrors(at),
    ...Object.entries(properties).flatMap(([name, child]) => below(child, `properties[${name}]`)),
    ...(items ? below(items, 'items', canCorrelate && isKeyed) : []),
    ...(typeof additionalProperties === 'object' ? below(additionalProperties, 'additionalProperties') : []),
  ];
}

function ownErrors({ schema, path, isRoot, canCorrelate }: Visit): FieldError[] {
  const rules = schema['x-kubernetes-validations'] ?? [];
  const at = (rule: ValidationRule): string => `${path}.x-kubernetes-validations[${rules.indexOf(rule)}]`;
  const form = rules.flatMap((rule) => formErrors(rule, { path: at(rule), listPath: path, canCorrelate, schema }));
  if (form.length > 0 || rules.length === 0) return form;
  return ruleProblems(schema, isRoot).map(({ rule, part, text }) =>
    invalid(`${at(rule)}.${part}`, asGoPrints(rule), text),
  );
}

type Place = {
  readonly path: string;
  readonly listPath: string;
  readonly canCorrelate: boolean;
  readonly schema: Schema;
};

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

function formErrors(rule: ValidationRule, place: Place): FieldError[] {
  if (!rule.rule?.trim()) return [required(`${place.path}.rule`, 'rule is not specified')];
  return [...messageErrors(rule, place), ...resultErrors(rule, place), ...oldSelfErrors(rule, place)];
}

function messageErrors({ rule, message }: ValidationRule, { path }: Place): FieldError[] {
  if (message?.includes('\n')) return [invalid(`${path}.message`, message, 'must not contain line breaks')];
  if (message || !rule.trim().includes('\n')) return [];
  return [required(`${path}.message`, 'message must be specified if rule contains line breaks')];
}

function resultErrors({ reason, fieldPath }: ValidationRule, { path, schema }: Place): FieldError[] {
  const isReason = reason === undefined || REASONS.includes(reason);
  const isPath = fieldPath === undefined || hasField(schema, fieldPath);
  return [
    ...(isReason ? [] : [notSupported(`${path}.reason`, reason, REASONS)]),
    ...(isPath ? [] : [invalid(`${path}.fieldPath`, fieldPath, 'must be a valid path')]),
  ];
}

function oldSelfErrors(
  { rule, optionalOldSelf }: ValidationRule,
  { path, listPath, canCorrelate }: Place,
): FieldError[] {
  const usesOldSelf = /\boldSelf\b/.test(rule);
  if (!usesOldSelf && optionalOldSelf !== undefined) {
    return [invalid(`${path}.optionalOldSelf`, optionalOldSelf, 'may not be set if oldSelf is not used in rule')];
  }
  if (!usesOldSelf || canCorrelate) return [];
  const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${listPath}`;
  return [invalid(`${path}.rule`, rule, detail)];
}

/** Whether a schema has the field a path names. */
function hasField(schema: Schema, fieldPath: string): boolean {
  const steps = fieldSteps(fieldPath);
  let at: Schema | undefined = schema;
  for (const step of steps ?? []) at = at && schemaOfField(at, step);
  return steps !== undefined && at !== undefined;
}

/** The rule is shown with all its fields. */
function asGoPrints(rule: ValidationRule): object {
  return {
    Rule: rule.rule,
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}
