import { describe, expect, test } from '@jest/globals';
import { parseJobRef, parseJobRefs } from '../../../cli/http/job-ref.ts';
import { jobFromOptions } from '../../../cli/manifest/job-from-options.ts';
import { readManifests } from '../../../cli/manifest/read-manifests.ts';

const head = 'apiVersion: mirror.durasync.dev/v1\nkind: Job\n';
const read = (text: string) => readManifests(text, { source: 'f.yaml', namespace: 'home' });

describe('manifests', () => {
  test('documents and lists, with the namespace filled in', () => {
    const text = `${head}metadata: {name: a}\n---\n---\n${head}metadata: {name: b, namespace: other}\n`;
    expect(read(text).map(({ metadata }) => metadata)).toEqual([
      { name: 'a', namespace: 'home' },
      { name: 'b', namespace: 'other' },
    ]);
    const list = { items: [{ apiVersion: 'mirror.durasync.dev/v1', kind: 'Job', metadata: { name: 'c' } }] };
    expect(read(JSON.stringify(list))).toHaveLength(1);
  });
  test.each([
    ['', /holds no manifest/],
    ['a: [', /is not YAML/],
    ['just text', /manifest 1 is not an object/],
    ['kind: Job\napiVersion: batch/v1', /batch\/v1 Job; this takes/],
    [head, /has no metadata.name/],
    [`${head}metadata: {name: a, namespace: 1}`, /namespace is no text/],
  ])('%j is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
  test('aliases cannot blow up', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(',')}]`,
    );
    expect(() => read(`l0: &l0 x\n${levels.join('\n')}`)).toThrow(/f.yaml cannot be read/);
  });
});

test('options become fields, and only those that were given', () => {
  const job = jobFromOptions({ namespace: 'n', name: 'a' }, { upstream: 'h::m', bandwidth: '16Mi', secret: 's' });
  expect(job).toEqual({
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name: 'a', namespace: 'n' },
    spec: { config: { upstream: 'h::m', bandwidthLimit: '16Mi', credentials: { secretName: 's' } } },
  });
});

test('names', () => {
  expect(parseJobRef('a', 'n')).toEqual({ namespace: 'n', name: 'a' });
  expect(parseJobRef('x/a', 'n')).toEqual({ namespace: 'x', name: 'a' });
  expect(parseJobRefs(['a', 'n/a', 'b'], 'n')).toHaveLength(2);
  for (const wrong of ['', 'A', '../a', 'a/b/c', 'a?x', '/a']) expect(() => parseJobRef(wrong, 'n')).toThrow();
});
