import { expect, test } from '@jest/globals';
import { withoutPlainBookmarks } from '../../conformance/events.ts';

const annotated = { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } };
const plain = { metadata: { resourceVersion: '7' } };
const table = (object: object) => ({ kind: 'Table', rows: [{ cells: [], object }] });

test('bookmarks that end nothing are not told', () => {
  const added = { type: 'ADDED', object: { metadata: { name: 'a' } } };
  const end = { type: 'BOOKMARK', object: annotated };
  const body = [{ type: 'BOOKMARK', object: plain }, added, end, { type: 'BOOKMARK', object: plain }];
  expect(withoutPlainBookmarks(body)).toEqual([added, end]);
});

test('those of Tables neither', () => {
  const end = { type: 'BOOKMARK', object: table(annotated) };
  expect(withoutPlainBookmarks([end, { type: 'BOOKMARK', object: table(plain) }])).toEqual([end]);
});

test('what is no watch stays as it is', () => {
  const status = { kind: 'Status', code: 400 };
  expect(withoutPlainBookmarks(status)).toBe(status);
});
