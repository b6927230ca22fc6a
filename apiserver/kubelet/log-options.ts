import type { FieldError } from '../errors/index.ts';
import { forbidden, invalid, invalidObject } from '../errors/index.ts';
import { flagOf, integerOf, timeOf } from '../query-values.ts';

/** What a node is asked for a log, and which container's. */
export type LogRequest = {
  /** Empty: the only one. */
  readonly container: string;
  /** For the node. */
  readonly query: URLSearchParams;
  /** The node's certificate need not be known. */
  readonly insecure: boolean;
};

/**
 * Reads the query of a pod's log (core/v1, PodLogOptions).
 * @param pod its name, for the error
 * @throws StatusError 400 for values that cannot be read, 422 for those that make no sense
 */
export function parseLogRequest(query: URLSearchParams, pod: string): LogRequest {
  const sinceTime = timeOf(query, 'sinceTime');
  const numbers = new Map(NUMBERS.map((name) => [name, integerOf(query, name)]));
  const errors = logErrors(numbers, sinceTime !== undefined, query.has('stream'));
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'PodLogOptions' }, pod, errors);
  const ofNode = new URLSearchParams(sinceTime ? { sinceTime } : {});
  for (const name of FLAGS) if (flagOf(query, name)) ofNode.set(name, 'true');
  for (const [name, value] of numbers) if (value !== undefined) ofNode.set(name, String(value));
  return {
    container: query.get('container') ?? '',
    query: ofNode,
    insecure: flagOf(query, 'insecureSkipTLSVerifyBackend'),
  };
}

const FLAGS = ['follow', 'previous', 'timestamps'] as const;
const NUMBERS = ['sinceSeconds', 'tailLines', 'limitBytes'] as const;

type Numbers = ReadonlyMap<(typeof NUMBERS)[number], bigint | undefined>;

function logErrors(numbers: Numbers, hasSinceTime: boolean, hasStream: boolean): FieldError[] {
  const [tail, limit, since] = (['tailLines', 'limitBytes', 'sinceSeconds'] as const).map((name) => numbers.get(name));
  const errors: FieldError[] = [];
  if (tail !== undefined && tail < 0n) {
    errors.push(invalid('tailLines', Number(tail), 'must be greater than or equal to 0'));
  }
  if (limit !== undefined && limit < 1n) errors.push(invalid('limitBytes', Number(limit), 'must be greater than 0'));
  if (since !== undefined && hasSinceTime) {
    // As kube-apiserver writes the path to the whole.
    errors.push(forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  } else if (since !== undefined && since < 1n) {
    errors.push(invalid('sinceSeconds', Number(since), 'must be greater than 0'));
  }
  if (hasStream) errors.push(forbidden('stream', 'may not be specified'));
  return errors;
}
