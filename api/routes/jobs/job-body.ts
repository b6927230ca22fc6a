import { apiVersion } from '../../../resources/kind.ts';
import { jobs } from '../../../resources/job/job.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { Problem } from '../../contract.ts';
import { ProblemError } from '../../http/problem.ts';
import type { RouteContext } from '../route.ts';
import { configProblems } from './config-problems.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The Job in a body, with what the path says filled in. The caller's rights were checked for the namespace and name of
 * the path, so a body that says otherwise is refused (`invalid-object`), and so is a `spec.config` that cannot work. The
 * rest is checked by the API server.
 */
export function readJobBody({ body, params }: Pick<RouteContext, 'body' | 'params'>): Job {
  const metadata = isFields(body['metadata']) ? body['metadata'] : {};
  const errors = [
    ...mismatch('apiVersion', body['apiVersion'], apiVersion(jobs)),
    ...mismatch('kind', body['kind'], jobs.kind),
    ...mismatch('metadata.namespace', metadata['namespace'], params.namespace),
    ...(params.name ? mismatch('metadata.name', metadata['name'], params.name) : nameMissing(metadata)),
    ...configProblems(body),
  ];
  refuse(errors);
  const { namespace, name } = params;
  return {
    ...body,
    apiVersion: apiVersion(jobs),
    kind: jobs.kind,
    metadata: { ...metadata, namespace, ...(name && { name }) },
  } as Job;
}

/** A merge patch in a body; throws `invalid-object` where the fields it sets cannot work. */
export function readJobPatch({ body }: Pick<RouteContext, 'body'>): RouteContext['body'] {
  refuse(configProblems(body));
  return body;
}

function refuse(errors: NonNullable<Problem['errors']>): void {
  if (errors.length > 0) throw new ProblemError('invalid-object', { detail: 'The Job is not valid.', errors });
}

function mismatch(field: string, value: unknown, expected: string): NonNullable<Problem['errors']> {
  return value === undefined || value === expected ? [] : [{ field, message: `must be "${expected}"` }];
}

function nameMissing({ name, generateName }: Fields): NonNullable<Problem['errors']> {
  const named = [name, generateName].some((text) => typeof text === 'string' && text !== '');
  return named ? [] : [{ field: 'metadata.name', message: 'is missing' }];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
