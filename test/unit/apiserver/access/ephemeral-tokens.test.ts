import { expect, test } from '@jest/globals';
import { EPHEMERAL_LIFETIME_MS, EphemeralTokens } from '../../../../apiserver/access/ephemeral-tokens.ts';
import type { User } from '../../../../apiserver/rest/dependencies.ts';

const ada: User = { name: 'ada', uid: '1', groups: ['devs'] };
let now = 0;
const newTokens = (): EphemeralTokens => new EphemeralTokens(() => new Date(now));

test('a short-lived token is its user’s as long as it lives', async () => {
  const tokens = newTokens();
  const { token, expires } = tokens.issue(ada);
  const verify = tokens.verifier(async () => undefined);
  expect(await verify(token)).toEqual({ user: ada });
  expect(await verify('other')).toBeUndefined();
  now = expires.getTime();
  expect([now, tokens.has(token), await verify(token)]).toEqual([EPHEMERAL_LIFETIME_MS, false, undefined]);
});

test('is good only while the token is that it was got with, and for the groups that this has now', async () => {
  const tokens = newTokens();
  const { token } = tokens.issue(ada, 'lasting');
  let known: User | undefined = { ...ada, groups: ['ops'] };
  const verify = tokens.verifier(async (shown) => (shown === 'lasting' && known ? { user: known } : undefined));
  expect(await verify(token)).toEqual({ user: { ...ada, groups: ['ops'] } });
  known = { ...ada, uid: '2' };
  expect(await verify(token)).toBeUndefined();
  known = undefined;
  expect(await verify(token)).toBeUndefined();
});
