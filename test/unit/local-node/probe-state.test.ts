import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { initialProbe, stepProbe } from '../../../deploy/local/node/probes/probe-state.ts';

const run = (kind: 'liveness' | 'readiness', results: readonly boolean[], probe = {}): boolean[] => {
  let state = initialProbe(kind);
  return results.map((result) => (state = stepProbe(state, result, probe)).ok);
};

describe('stepProbe', () => {
  test('readiness begins false, comes with one success and goes with three failures in a row', () => {
    expect(run('readiness', [true, false, false, true, false, false, false])).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  test('liveness fails at the third failure, once for each further one', () => {
    let state = initialProbe('liveness');
    const failed = [false, false, false, false].map((result) => {
      const next = stepProbe(state, result, {});
      state = next;
      return next.failed;
    });
    expect(failed).toEqual([false, false, true, true]);
  });

  test('a program that comes up is no news; one that goes down, or never comes, is', () => {
    const notable = (results: readonly boolean[]): boolean[] => {
      let state = initialProbe('readiness');
      return results.map((result) => {
        const next = stepProbe(state, result, {});
        state = next;
        return next.notable;
      });
    };
    expect(notable([false, false, true, false, true])).toEqual([false, false, false, true, false]);
    expect(notable([false, false, false])).toEqual([false, false, true]);
  });

  test('the verdict is that of the last run of results which was long enough', () => {
    const probe = { successThreshold: 2, failureThreshold: 3 };
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (results) => {
        const text = results.map((ok) => (ok ? 's' : 'f')).join('');
        const success = [...text.matchAll(/(?=ss)/g)].at(-1)?.index ?? -1;
        const failure = [...text.matchAll(/(?=fff)/g)].at(-1)?.index ?? -1;
        const expected = success > failure;
        expect(run('readiness', results, probe).at(-1) ?? false).toBe(expected);
      }),
    );
  });
});
