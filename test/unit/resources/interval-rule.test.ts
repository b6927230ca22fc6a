import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { parseDuration } from '../../../resources/duration.ts';
import { intervalRule, SHORTEST_INTERVAL_MS } from '../../../resources/schema/interval-rule.ts';

const [, pattern = ''] = /^self\.matches\('(.*)'\)$/.exec(intervalRule.rule) ?? [];
const compiled = RE2JS.compile(pattern);

test('admission takes every interval of one part from 10 s on, and none below', () => {
  const unit = fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w');
  const amount = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 9_990, max: 10_010 }));
  const part = fc.tuple(fc.constantFrom('', '0', '0s', '0h'), amount, unit).map((parts) => parts.join(''));
  fc.assert(
    fc.property(part, (text) => {
      expect([text, compiled.test(text)]).toEqual([text, parseDuration(text) >= SHORTEST_INTERVAL_MS]);
    }),
    { numRuns: 1_000 },
  );
});
