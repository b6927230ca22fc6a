import { describe, expect, test } from '@jest/globals';
import {
  isAlreadyExists,
  isConflict,
  isForbidden,
  isGone,
  isInvalid,
  isNotFound,
  isTransient,
  KubernetesError,
} from '../../../kubernetes/kubernetes-error.ts';
import { parseRetryAfter, parseStatus } from '../../../kubernetes/parse-status.ts';
import { retryDelay } from '../../../kubernetes/retry-policy.ts';

const error = (code: number, reason = '', retryAfterSeconds?: number): KubernetesError =>
  new KubernetesError({ code, reason, message: reason, retryAfterSeconds });

describe('KubernetesError', () => {
  test('is told apart by its code and reason', () => {
    expect(isNotFound(error(404))).toBe(true);
    expect(isGone(error(410))).toBe(true);
    expect(isForbidden(error(403))).toBe(true);
    expect([400, 422, 409].map((code) => isInvalid(error(code)))).toEqual([true, true, false]);
    expect([isConflict(error(409, 'Conflict')), isConflict(error(409, 'AlreadyExists'))]).toEqual([true, false]);
    expect([isAlreadyExists(error(409, 'Conflict')), isAlreadyExists(error(409, 'AlreadyExists'))]).toEqual([
      false,
      true,
    ]);
    expect(isNotFound({ code: 404 })).toBe(false);
  });

  test('is transient when the same request may succeed later', () => {
    expect([429, 500, 503, 504].every((code) => isTransient(error(code)))).toBe(true);
    expect([400, 401, 403, 404, 409, 410, 422].some((code) => isTransient(error(code)))).toBe(false);
    expect(isTransient(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toBe(true);
    expect(isTransient(new DOMException('late', 'TimeoutError'))).toBe(true);
    expect(isTransient(new DOMException('stop', 'AbortError'))).toBe(false);
    expect(isTransient(new TypeError('x'))).toBe(false);
  });
});

describe('parseStatus', () => {
  test('reads a Status', () => {
    const status = {
      kind: 'Status',
      code: 422,
      reason: 'Invalid',
      message: 'spec.x: Required value',
      details: { causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.x' }, 'odd'] },
    };
    const parsed = parseStatus(status, 422);
    expect(parsed).toMatchObject({ code: 422, reason: 'Invalid', message: 'spec.x: Required value' });
    expect(parsed.causes).toEqual([{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.x' }]);
  });

  test.each([
    ['upstream connect error', 502, 'BadGateway', /502: upstream connect error/],
    [undefined, 404, 'NotFound', /answered 404$/],
    [null, 599, 'Unknown', /599/],
    [{ reason: '', message: '', details: null }, 503, 'ServiceUnavailable', /503/],
  ])('makes do with %j', (body, code, reason, message) => {
    const parsed = parseStatus(body, code);
    expect([parsed.code, parsed.reason]).toEqual([code, reason]);
    expect(parsed.message).toMatch(message);
  });

  test('takes the wait from the header, else from the body', () => {
    const body = { details: { retryAfterSeconds: 7 } };
    expect(parseStatus(body, 429, 2).retryAfterSeconds).toBe(2);
    expect(parseStatus(body, 429).retryAfterSeconds).toBe(7);
    expect([parseRetryAfter('3'), parseRetryAfter('Wed, 21 Oct'), parseRetryAfter(undefined)]).toEqual([
      3,
      undefined,
      undefined,
    ]);
  });
});

describe('retryDelay', () => {
  const limits = { maxAttempts: 3, maxDelayMs: 10_000 };
  const delay = (failure: unknown, attempt = 1, idempotent = true): number | undefined =>
    retryDelay({ error: failure, attempt, idempotent }, limits, () => 0);

  test('waits as long as the server asks, up to the limit', () => {
    expect(delay(error(429, '', 3))).toBe(3000);
    expect(delay(error(503, '', 60))).toBe(10_000);
    expect(delay(error(429))).toBe(1000);
    expect(delay(error(503))).toBeUndefined();
  });

  test('grows with the attempts and ends with them', () => {
    const reset = Object.assign(new Error(), { code: 'ECONNRESET' });
    expect([1, 2, 3].map((attempt) => delay(reset, attempt))).toEqual([100, 200, undefined]);
    expect(delay(reset, 1, false)).toBeUndefined();
    expect(delay(Object.assign(new Error(), { code: 'ECONNREFUSED' }), 1, false)).toBe(100);
    expect(delay(new DOMException('late', 'TimeoutError'))).toBeUndefined();
  });
});
