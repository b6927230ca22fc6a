import { ProblemError } from '../http/problem.ts';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** What can stand in a path, as the OpenAPI document tells it. Names follow RFC 1123, as Kubernetes' do. */
export const pathParameters = {
  namespace: { description: 'Namespace of the Job.', pattern: `^${label}$`, maxLength: 63 },
  name: { description: 'Name of the Job.', pattern: `^${label}(\\.${label})*$`, maxLength: 253 },
  seq: { description: 'Number of the run.', pattern: '^[1-9][0-9]{0,14}$', maxLength: 15 },
} as const;

export type PathParameter = keyof typeof pathParameters;

const compiled = Object.entries(pathParameters).map(
  ([name, { pattern, maxLength }]) => [name as PathParameter, new RegExp(pattern), maxLength] as const,
);

/** The checked parameters of a path; throws `invalid-parameter` for one that no object can have. */
export function readPathParameters(raw: Readonly<Record<string, unknown>>): Record<PathParameter, string> {
  const params = { namespace: '', name: '', seq: '' };
  for (const [name, pattern, maxLength] of compiled) {
    const value = raw[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value.length > maxLength || !pattern.test(value)) {
      const detail = `The ${name} in the path is not a valid one.`;
      throw new ProblemError('invalid-parameter', {
        detail,
        errors: [{ field: name, message: `must match ${pattern.source}` }],
      });
    }
    params[name] = value;
  }
  return params;
}
