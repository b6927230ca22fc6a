import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import { ruleProblems } from '../../schema/cel/compile-schema.ts';
import type { Schema, ValidationRule } from '../../schema/schema.ts';

/** What is wrong with the expressions of a schema's rules and of those in it, which are of the right form. */
export function ruleDefinitionErrors(schema: Schema, path: string): FieldError[] {
  return visit({ schema, path, isRoot: true });
}

type Visit = {
  readonly schema: Schema;
  readonly path: string;
  readonly isRoot: boolean;
  /** The schema around it from which on an update cannot tell which value was which before; absent if it can. */
  readonly uncorrelated?: string;
};

function visit(at: Visit): FieldError[] {
  const { schema, path } = at;
  const below = (child: Schema, name: string, correlates: boolean): FieldError[] => {
    const uncorrelated = at.uncorrelated ?? (correlates ? undefined : path);
    return visit({ schema: child, path: `${path}.${name}`, isRoot: false, ...(uncorrelated && { uncorrelated }) });
  };
  const { properties = {}, items, additionalProperties } = schema;
  const isKeyed = schema['x-kubernetes-list-type'] === 'map';
  return [
    ...ownErrors(at),
    ...Object.entries(properties).flatMap(([name, child]) => below(child, `properties[${name}]`, true)),
    ...(items ? below(items, 'items', isKeyed) : []),
    ...(typeof additionalProperties === 'object' ? below(additionalProperties, 'additionalProperties', true) : []),
  ];
}

function ownErrors(visited: Visit): FieldError[] {
  const { schema, path, isRoot } = visited;
  const rules = schema['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return [];
  const at = (rule: ValidationRule): string => `${path}.x-kubernetes-validations[${rules.indexOf(rule)}]`;
  return [
    ...rules.flatMap((rule) => oldSelfErrors(rule, at(rule), visited.uncorrelated)),
    ...ruleProblems(schema, isRoot).map(({ rule, part, text }) =>
      invalid(`${at(rule)}.${part}`, asGoPrints(rule), text),
    ),
  ];
}

function oldSelfErrors({ rule, optionalOldSelf }: ValidationRule, at: string, uncorrelated?: string): FieldError[] {
  const usesOldSelf = /\boldSelf\b/.test(rule);
  if (!usesOldSelf && optionalOldSelf !== undefined) {
    return [invalid(`${at}.optionalOldSelf`, optionalOldSelf, 'may not be set if oldSelf is not used in rule')];
  }
  if (!usesOldSelf || uncorrelated === undefined) return [];
  const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelated}`;
  return [invalid(`${at}.rule`, rule, detail)];
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
