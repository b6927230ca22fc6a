import { describe, expect, test } from '@jest/globals';
import { bearerToken, createGatekeeper } from '../../../api/auth/gatekeeper.ts';
import type { Caller } from '../../../api/auth/caller.ts';

const ann: Caller = { username: 'ann', groups: [], extra: {}, tokenHash: 'h' };
const gatekeeper = createGatekeeper(
  { authenticate: async (token) => (token === 'good' ? ann : undefined) },
  { authorize: async (_caller, { verb }) => verb === 'get' },
);

describe('bearerToken', () => {
  test.each([
    ['Bearer abc', 'abc'],
    ['bearer a.b-c_d~e+f/g==', 'a.b-c_d~e+f/g=='],
    ['Basic abc', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['Bearer "a"', undefined],
    [undefined, undefined],
  ])('%s', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

describe('createGatekeeper', () => {
  test('asks who does not say it to do so', async () => {
    await expect(gatekeeper.identify(undefined)).rejects.toMatchObject({
      type: 'unauthenticated',
      headers: { 'www-authenticate': 'Bearer realm="durasync"' },
    });
    await expect(gatekeeper.identify('Bearer bad')).rejects.toMatchObject({
      type: 'unauthenticated',
      headers: { 'www-authenticate': 'Bearer realm="durasync", error="invalid_token"' },
    });
    expect(await gatekeeper.identify('Bearer good')).toBe(ann);
  });

  test('says which right is missing', async () => {
    const where = { namespace: 'site', name: 'debian' };
    await expect(gatekeeper.demand(ann, [{ verb: 'get', ...where }])).resolves.toBeUndefined();
    const demanded = [
      { verb: 'get', ...where },
      { verb: 'create', subresource: 'command', ...where },
    ] as const;
    await expect(gatekeeper.demand(ann, demanded)).rejects.toMatchObject({
      type: 'forbidden',
      message: '"ann" lacks the verb "create" on jobs/command.mirror.durasync.dev "debian" in namespace "site".',
    });
    await expect(gatekeeper.demand(ann, [{ verb: 'list' }])).rejects.toThrow('in all namespaces');
  });
});
