import type { Environment } from '@marcbachmann/cel-js';
import type { Schema, ValidationRule } from '../schema.ts';
import type { Expression } from './compile-rule.ts';
import { CompileError, compileExpression } from './compile-rule.ts';
import type { CelType } from './declare-type.ts';
import { declareType } from './declare-type.ts';
import { kubernetesEnvironment } from './environment.ts';

/** A rule ready to be evaluated. */
export type CompiledRule = {
  readonly source: ValidationRule;
  readonly expression: Expression;
  readonly message?: Expression;
};

export type CompiledRules = { readonly type: CelType; readonly rules: readonly CompiledRule[] };

export type RuleProblem = {
  readonly rule: ValidationRule;
  readonly part: 'rule' | 'messageExpression';
  readonly text: string;
};

/** Compiles the rules of one schema, not those of the schemas in it. @throws RuleProblems */
export function compileRules(schema: Schema, isRoot: boolean): CompiledRules | undefined {
  const sources = schema['x-kubernetes-validations'] ?? [];
  if (sources.length === 0) return undefined;
  const env = kubernetesEnvironment();
  const type = declareType(env, schema, isRoot) ?? { name: 'dyn', toCel: (value) => value };
  return { type, rules: sources.map((source) => compileRule(env, type, source)) };
}

/** What is wrong with the rules of one schema. */
export function ruleProblems(schema: Schema, isRoot: boolean): RuleProblem[] {
  const env = kubernetesEnvironment();
  const type = declareType(env, schema, isRoot) ?? { name: 'dyn' };
  return (schema['x-kubernetes-validations'] ?? []).flatMap((rule): RuleProblem[] => {
    try {
      compileRule(env, type, rule);
      return [];
    } catch (error) {
      if (error instanceof RuleError) return [error.problem];
      throw error;
    }
  });
}

class RuleError extends Error {
  readonly problem: RuleProblem;

  constructor(problem: RuleProblem) {
    super(`${problem.part} ${JSON.stringify(problem.rule[problem.part])}: ${problem.text}`);
    this.problem = problem;
  }
}

function compileRule(env: Environment, type: { readonly name: string }, rule: ValidationRule): CompiledRule {
  const scope = env.clone();
  scope.registerVariable('self', type.name);
  scope.registerVariable('oldSelf', rule.optionalOldSelf ? `optional<${type.name}>` : type.name);
  const compile = (part: 'rule' | 'messageExpression', wanted: string, otherwise: string): Expression => {
    const expression = compileText(scope, rule, part);
    if (expression.type === wanted || expression.type === 'dyn') return expression;
    throw new RuleError({ rule, part, text: otherwise });
  };
  const expression = compile('rule', 'bool', 'cel expression must evaluate to a bool');
  if (!rule.messageExpression) return { source: rule, expression };
  const message = compile('messageExpression', 'string', 'messageExpression must evaluate to a string');
  return { source: rule, expression, message };
}

function compileText(scope: Environment, rule: ValidationRule, part: 'rule' | 'messageExpression'): Expression {
  try {
    return compileExpression(scope, rule[part] ?? '');
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const prefix = part === 'rule' ? '' : 'messageExpression ';
    throw new RuleError({ rule, part, text: `${prefix}compilation failed: ${error.message}` });
  }
}
