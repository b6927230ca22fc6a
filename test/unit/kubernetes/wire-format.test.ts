import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { core } from '../../../kubernetes/core-resources.ts';
import { jsonLines } from '../../../kubernetes/json-lines.ts';
import { queryString, resourcePath } from '../../../kubernetes/resource-path.ts';
import { watchEvent } from '../../../kubernetes/watch-event.ts';

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(from, end);
    from = end;
  }
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('jsonLines', () => {
  test('yields the same values however the stream is cut', async () => {
    const values = fc.array(fc.jsonValue({ noUnicodeString: false }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(values, fc.array(fc.nat(500)), fc.boolean(), async (expected, cuts, newlineAtEnd) => {
        const text = expected.map((value) => JSON.stringify(value)).join('\n') + (newlineAtEnd ? '\n' : '');
        const parsed = await collect(jsonLines(chunksOf(Buffer.from(text), cuts)));
        expect(JSON.stringify(parsed)).toBe(JSON.stringify(expected));
      }),
    );
  });

  test('fails on a line that was cut off', async () => {
    await expect(collect(jsonLines(chunksOf(Buffer.from('{"a":1}\n{"a"'), [])))).rejects.toThrow(SyntaxError);
  });
});

describe('watchEvent', () => {
  test('throws what an ERROR event tells', () => {
    const object = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };
    expect(() => watchEvent({ type: 'ERROR', object })).toThrow(
      expect.objectContaining({ code: 410, reason: 'Expired' }),
    );
  });

  test.each([[null], [{}], [{ type: 'NEW', object: {} }], [{ type: 'ADDED', object: null }]])('refuses %j', (line) => {
    expect(() => watchEvent(line)).toThrow('no event');
  });
});

describe('resourcePath', () => {
  test.each([
    [core.pods, {}, '/api/v1/pods'],
    [core.pods, { namespace: 'a' }, '/api/v1/namespaces/a/pods'],
    [core.pods, { namespace: 'a', name: 'b', subresource: 'log' }, '/api/v1/namespaces/a/pods/b/log'],
    [core.deployments, { namespace: 'a', name: 'b' }, '/apis/apps/v1/namespaces/a/deployments/b'],
    [core.nodes, { name: 'n', namespace: 'ignored' }, '/api/v1/nodes/n'],
  ])('%o %j', (ref, target, path) => {
    expect(resourcePath(ref, target)).toBe(path);
  });

  test('a name never leaves its segment', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        fc.pre(name !== '.' && name !== '..');
        const url = new URL(resourcePath(core.pods, { namespace: 'a', name }), 'http://x');
        expect(url.pathname.startsWith('/api/v1/namespaces/a/pods/')).toBe(true);
        expect(url.pathname.split('/')).toHaveLength(7);
        expect([url.search, url.hash]).toEqual(['', '']);
      }),
    );
    for (const name of ['', '.', '..']) expect(() => resourcePath(core.nodes, { name })).toThrow(TypeError);
    expect(() => resourcePath(core.pods, { name: 'a' })).toThrow('namespace');
  });
});

test('queryString leaves out what is undefined and escapes the rest', () => {
  expect(queryString({ a: undefined })).toBe('');
  expect(queryString({ labelSelector: 'a in (b,c)', limit: 5, watch: true })).toBe(
    '?labelSelector=a+in+%28b%2Cc%29&limit=5&watch=true',
  );
});
