import { describe, expect, test } from '@jest/globals';
import {
  admissionReview,
  deniedBy,
  parseReviewAnswer,
} from '../../../../apiserver/webhooks/admission/review-answer.ts';
import { checkConverted } from '../../../../apiserver/webhooks/conversion/conversion-review.ts';

describe('the answer to an AdmissionReview', () => {
  const review = admissionReview(['v9', 'v1', 'v1beta1'], { uid: 'u' });
  const answer = (response: object): object => ({ ...review, response: { uid: 'u', ...response } });
  const parse = (sent: unknown, isMutating = true): object => parseReviewAnswer({ review, uid: 'u', isMutating }, sent);

  test('is asked for in the first version known here', () => {
    expect(review['apiVersion']).toBe('admission.k8s.io/v1');
    expect(() => admissionReview(['v9'], {})).toThrow('webhook does not accept known AdmissionReview versions');
  });

  test('is read', () => {
    const patch = Buffer.from('[]').toString('base64');
    const sent = answer({
      allowed: true,
      patch,
      patchType: 'JSONPatch',
      warnings: ['w'],
      auditAnnotations: { a: 'b' },
    });
    expect(parse(sent)).toEqual({
      allowed: true,
      patch: '[]',
      warnings: ['w'],
      auditAnnotations: { a: 'b' },
      result: {},
    });
  });

  test.each([
    ['no response', review, true, 'webhook response was absent'],
    ['another uid', answer({ uid: 'x' }), true, 'expected response.uid="u", got "x"'],
    ['a patch without type', answer({ patch: 'W10=' }), true, 'response.patch but not response.patchType'],
    ['a type without patch', answer({ patchType: 'JSONPatch' }), true, 'response.patchType but not response.patch'],
    ['a type nobody knows', answer({ patch: 'W10=', patchType: 'X' }), true, 'unsupported patch type "X"'],
    ['a patch where none may be', answer({ patch: 'W10=' }), false, 'validating webhook may not return response.patch'],
  ])('with %s is refused', (_, sent, isMutating, message) => {
    expect(() => parse(sent, isMutating)).toThrow(message);
  });

  test.each([
    [{}, 400, 'admission webhook "w" denied the request without explanation'],
    [{ reason: 'Conflict' }, 400, 'admission webhook "w" denied the request: Conflict'],
    [{ code: 403, message: 'no' }, 403, 'admission webhook "w" denied the request: no'],
    [{ code: 200, message: 'no' }, 400, 'admission webhook "w" denied the request: no'],
  ])('that denies with %j is told', (result, code, message) => {
    expect(deniedBy('w', result).status).toMatchObject({ code, message, status: 'Failure' });
  });
});

describe('a converted object', () => {
  const metadata = { name: 'a', namespace: 'b', uid: 'u', finalizers: ['x/y'], labels: { a: '1' } };
  const sent = { apiVersion: 'x.dev/v1', kind: 'Thing', metadata };
  const received = (change: object = {}, changed: object = {}): object => ({
    ...sent,
    apiVersion: 'x.dev/v2',
    metadata: { name: 'a', namespace: 'b', uid: 'u', ...changed },
    ...change,
  });

  test('keeps its metadata but for its labels and annotations', () => {
    const converted = checkConverted(sent, received({}, { annotations: { c: 'd' }, finalizers: [] }), 'x.dev/v2');
    const { name, namespace, uid, finalizers } = metadata;
    expect(converted.metadata).toEqual({ name, namespace, uid, finalizers, annotations: { c: 'd' } });
  });

  test.each([
    ['version', received({ apiVersion: 'x.dev/v3' }), 'invalid groupVersion (expected x.dev/v2, received x.dev/v3)'],
    ['kind', received({ kind: 'Other' }), 'invalid kind (expected Thing, received Other)'],
    ['name', received({}, { name: 'z' }), 'must have the same name: a != z'],
    ['uid', received({}, { uid: 'z' }), 'must have the same UID: u != z'],
    ['label', received({}, { labels: { a: 'not good!' } }), 'a valid label must be'],
  ])('of another %s is refused', (_, object, message) => {
    expect(() => checkConverted(sent, object, 'x.dev/v2')).toThrow(message);
  });
});
