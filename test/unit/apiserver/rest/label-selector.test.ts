import { expect, test } from '@jest/globals';
import { parseLabelSelector } from '../../../../apiserver/rest/label-selector.ts';

const labelled = (labels: Record<string, string>) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { labels } });

test.each([
  [{ n: '-5' }, 'n<3', true],
  [{ n: '5' }, 'n<3', false],
  [{ n: 'x' }, 'n<3', false],
  [{}, 'n<3', false],
  [{ n: '99999999999999999999' }, 'n>3', false],
  [{ in: 'a' }, 'in in (a,b),!notin', true],
  [{ a: '' }, 'a in ()', true],
  [{}, 'a notin (x),a!=y', true],
])('%j by %s: %s', (labels, selector, expected) => {
  expect(parseLabelSelector(selector).matches(labelled(labels))).toBe(expected);
});

test.each([',', 'a,', 'a in (', '(', '=', '! '])('a selector of many %j is read in linear time', (text) => {
  expect(() => parseLabelSelector(text.repeat(300_000))).toThrow('expected');
});
