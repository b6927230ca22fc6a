import { describe, expect, test } from '@jest/globals';
import { toProblem } from '../../../api/http/to-problem.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';

const refusal = (code: number, reason: string, more: object = {}) =>
  new KubernetesError({ code, reason, message: `it is ${reason}`, ...more });

describe('toProblem', () => {
  test.each([
    [refusal(404, 'NotFound'), 'not-found', 404],
    [refusal(409, 'AlreadyExists'), 'already-exists', 409],
    [refusal(409, 'Conflict'), 'conflict', 409],
    [refusal(410, 'Expired'), 'expired', 410],
    [refusal(422, 'Invalid'), 'invalid-object', 422],
    [refusal(403, 'Forbidden'), 'refused-by-cluster', 403],
    [refusal(401, 'Unauthorized'), 'cluster-unavailable', 503],
    [refusal(500, 'InternalError'), 'cluster-unavailable', 503],
    [Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), 'cluster-unavailable', 503],
    [Object.assign(new Error('late'), { name: 'TimeoutError' }), 'cluster-unavailable', 503],
    [
      Object.assign(new Error('bad json: secret'), { type: 'entity.parse.failed', status: 400 }),
      'malformed-request',
      400,
    ],
    [new Error('secret'), 'internal', 500],
    ['secret', 'internal', 500],
  ])('%s is %s', (error, type, status) => {
    const problem = toProblem(error);
    expect(problem.toDocument('id')).toMatchObject({
      type: `urn:durasync:problem:${type}`,
      status,
      instance: 'urn:durasync:request:id',
    });
    expect(problem.message).not.toContain('secret');
  });

  test('names the fields of causes', () => {
    const causes = [{ field: 'spec.config.upstream', message: 'Required value' }, { message: 'general' }];
    expect(toProblem(refusal(422, 'Invalid', { causes })).errors).toEqual([
      { field: 'spec.config.upstream', message: 'Required value' },
    ]);
  });

  test('names the fields of strict decoding', () => {
    const error = new KubernetesError({
      code: 400,
      reason: 'BadRequest',
      message: 'strict decoding error: unknown field "spec.config.upstraem", duplicate field "spec.deploy"',
    });
    expect(toProblem(error).errors).toEqual([
      { field: 'spec.config.upstraem', message: 'unknown field' },
      { field: 'spec.deploy', message: 'duplicate field' },
    ]);
  });

  test('passes on how long the cluster wants to be left alone', () => {
    expect(toProblem(refusal(429, 'TooManyRequests', { retryAfterSeconds: 7 })).headers).toEqual({
      'retry-after': '7',
    });
  });
});
