import { expect, test } from '@jest/globals';
import { goDurationMs, goDurationProblem } from '../../../../apiserver/object/go-duration.ts';
import { isCidr, isEmail, isHostname, isIpv4, isUri } from '../../../../apiserver/schema/formats/addresses.ts';
import { isDuration } from '../../../../apiserver/schema/formats/times.ts';

/** As long as a body may be: whoever reads it more than once for each character never ends. */
const MANY = 1_000_000;
const digits = '1'.repeat(MANY);
const zeros = '0'.repeat(MANY);

test.each<[string, (text: string) => unknown, string, unknown]>([
  ['a duration', isDuration, digits, false],
  ["Go's duration", goDurationMs, digits, undefined],
  ["Go's duration of fractions", goDurationMs, `${digits}.${digits}`, undefined],
  ['what is wrong with it', (text) => goDurationProblem(text).slice(0, 21), digits, 'time: missing unit in'],
  ['an address', isIpv4, `${zeros}x.`, false],
  ['an address with zeros', isIpv4, `${zeros}1.2.3.4`, true],
  ['a network', isCidr, `${zeros}x.1/8`, false],
  ['a host', isHostname, 'a-'.repeat(MANY), false],
  ['an address of mail', isEmail, 'a. '.repeat(MANY), false],
  ['a URI', isUri, `http://${':1'.repeat(MANY)}^`, false],
])('%s of a million characters is read at once', (_what, read, text, answer) => {
  expect(read(text)).toBe(answer);
});

test('zeros before the numbers of an address are passed over, in IPv6 too', () => {
  expect(['010.0.00.007', '::ffff:1.2.3.04', '1.2.3.4x', '::1.2.3.4.5'].map(isIpv4)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('units follow their numbers', () => {
  expect(['2 days', '1h30m', '12 3s', '3', 'x1s', '1.5h'].map(isDuration)).toEqual([
    true,
    true,
    true,
    false,
    true,
    true,
  ]);
});
