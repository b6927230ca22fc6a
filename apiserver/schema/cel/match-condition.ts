import { toDynamic } from './declare-type.ts';
import { CompileError, compileExpression } from './compile-rule.ts';
import type { Expression } from './compile-rule.ts';
import { declareType } from './declare-type.ts';
import type { CelType } from './declare-type.ts';
import { kubernetesEnvironment } from './environment.ts';
import { REQUEST_SCHEMA } from './request-schema.ts';

/** What a condition looks at: JSON; null where there is none. */
export type ConditionVariables = { readonly object: unknown; readonly oldObject: unknown; readonly request: unknown };

/** A condition ready to be asked. @throws if it fails; the message is Kubernetes' */
export type MatchCondition = (variables: ConditionVariables) => boolean;

/**
 * Compiles a match condition of a webhook: `object`, `oldObject` and `request` are known in it.
 * @throws CompileError
 */
export function compileMatchCondition(source: string): MatchCondition {
  const { expression, request } = compile(source);
  if (expression.type !== 'bool') {
    throw new CompileError(`must evaluate to bool but got ${expression.type}`);
  }
  return (variables) => {
    const { object, oldObject } = variables;
    try {
      const values = { object: toDynamic(object), oldObject: toDynamic(oldObject) };
      return expression.evaluate({ ...values, request: request.toCel(variables.request) }) === true;
    } catch (error) {
      const text = (error as { summary?: string }).summary ?? (error as Error).message;
      const cause = text.replace(/^No such key: /, 'no such key: ');
      throw new Error(`expression '${source}' resulted in error: ${cause}`, { cause: error });
    }
  };
}

function compile(source: string): { readonly expression: Expression; readonly request: CelType } {
  const env = kubernetesEnvironment();
  const request = declareType(env, REQUEST_SCHEMA, false);
  if (!request) throw new Error('a request has no type');
  env.registerVariable('object', 'dyn');
  env.registerVariable('oldObject', 'dyn');
  env.registerVariable('request', request.name);
  try {
    return { expression: compileExpression(env, source), request };
  } catch (error) {
    throw error instanceof CompileError ? new CompileError(`compilation failed: ${error.message}`) : error;
  }
}
