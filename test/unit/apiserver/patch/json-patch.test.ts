import { describe, expect, test } from '@jest/globals';
import { StatusError } from '../../../../apiserver/errors/index.ts';
import { MAX_DEPTH } from '../../../../apiserver/object/depth.ts';
import { jsonPatch } from '../../../../apiserver/patch/json-patch.ts';

const parse = (text: string): unknown => JSON.parse(text) as unknown;

function refusal(target: unknown, patch: unknown): number {
  try {
    jsonPatch(target, patch);
  } catch (error) {
    if (error instanceof StatusError) return error.status.code;
    throw error;
  }
  return 200;
}

describe('a JSON patch', () => {
  test('changes neither what it is applied to nor what it was made of', () => {
    const [target, value] = [{ a: { b: 1 } }, { c: 1 }];
    const patch = [
      { op: 'add', path: '/v', value },
      { op: 'add', path: '/v/d', value: 2 },
      { op: 'copy', from: '/a', path: '/e' },
      { op: 'replace', path: '/e/b', value: 3 },
    ];
    const patched = { a: { b: 1 }, v: { c: 1, d: 2 }, e: { b: 3 } };
    expect(jsonPatch(target, patch)).toEqual(patched);
    expect(jsonPatch(target, patch)).toEqual(patched);
    expect([target, value]).toEqual([{ a: { b: 1 } }, { c: 1 }]);
  });

  test('copies 3 MiB in all at most, so that doubling ends', () => {
    const doubling = Array.from({ length: 40 }, () => ({ op: 'copy', from: '/a', path: '/a/-' }));
    expect(refusal({ a: ['xxxxxxxxxx'] }, doubling)).toBe(422);
    const copies = (bytes: number): unknown[] => [
      { op: 'add', path: '/a', value: 'x'.repeat(bytes / 3 - 2) },
      ...['/b', '/c', '/d'].map((path) => ({ op: 'copy', from: '/a', path })),
    ];
    expect(refusal({}, copies(3 * 1024 * 1024))).toBe(200);
    expect(refusal({}, copies(3 * 1024 * 1024 + 3))).toBe(422);
  });

  test('nests no deeper than a body may', () => {
    const wrap = (from: string, to: string): unknown[] => [
      { op: 'add', path: to, value: {} },
      { op: 'move', from, path: `${to}/x` },
    ];
    const wraps = (times: number): unknown[] =>
      Array.from({ length: times }, () => [...wrap('/a', '/b'), ...wrap('/b', '/a')]).flat();
    expect(refusal({ a: 1 }, wraps(MAX_DEPTH / 2 - 1))).toBe(200);
    expect(refusal({ a: 1 }, wraps(2500))).toBe(422);
    expect(refusal({ a: 1 }, [...wraps(2000), { op: 'copy', from: '/a', path: '/c' }])).toBe(422);
    expect(refusal({}, [{ op: 'add', path: '/a', value: parse('['.repeat(100_000) + ']'.repeat(100_000)) }])).toBe(400);
  });

  test('reaches no prototypes: their names are fields like others', () => {
    const add = (path: string): unknown => ({ op: 'add', path, value: { polluted: true } });
    const patched = jsonPatch({}, [add('/__proto__'), add('/constructor'), add('/constructor/prototype')]);
    const content = '{"polluted":true}';
    expect(JSON.stringify(patched)).toBe(
      `{"__proto__":${content},"constructor":{"polluted":true,"prototype":${content}}}`,
    );
    expect(refusal({}, [add('/__proto__/polluted')])).toBe(422);
    expect(refusal({}, [add('/constructor/prototype/polluted')])).toBe(422);
    expect('polluted' in {}).toBe(false);
  });
});
