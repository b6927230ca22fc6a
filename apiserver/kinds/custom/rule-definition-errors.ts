import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import { ruleProblems } from '../../schema/cel/compile-schema.ts';
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
  const form = rules.flatMap((rule) => formErrors(rule, { path: at(rule), listPath: path, canCorrelate }));
  if (form.length > 0 || rules.length === 0) return form;
  return ruleProblems(schema, isRoot).map(({ rule, part, text }) =>
    invalid(`${at(rule)}.${part}`, part === 'rule' ? asGoPrints(rule) : rule[part], text),
  );
}

type Place = { readonly path: string; readonly listPath: string; readonly canCorrelate: boolean };

function formErrors(rule: ValidationRule, { path, listPath, canCorrelate }: Place): FieldError[] {
  if (!rule.rule?.trim()) return [required(`${path}.rule`, 'rule is not specified')];
  const errors: FieldError[] = [];
  if (rule.message?.includes('\n')) {
    errors.push(invalid(`${path}.message`, rule.message, 'message must not contain line breaks'));
  }
  if (rule.rule.includes('\n') && !rule.message) {
    errors.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  }
  if (!canCorrelate && /\boldSelf\b/.test(rule.rule)) {
    const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${listPath}`;
    errors.push(invalid(`${path}.rule`, rule.rule, detail));
  }
  return errors;
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
