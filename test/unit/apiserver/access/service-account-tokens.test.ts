import { describe, expect, test } from '@jest/globals';
import { signJwt, verifyJwt } from '../../../../apiserver/access/tokens/jwt.ts';
import type { FindUid } from '../../../../apiserver/access/tokens/service-account-tokens.ts';
import { issueToken, serviceAccountVerifier } from '../../../../apiserver/access/tokens/service-account-tokens.ts';
import { temporarySigningKey } from '../../../../apiserver/access/tokens/signing-key.ts';

const clock = { now: new Date('2026-01-01T00:00:00Z') };
const issuer = { issuer: 'https://issuer', key: temporarySigningKey(), now: () => clock.now };
const grant = {
  namespace: 'default',
  serviceAccount: { name: 'app', uid: 'u1' },
  audiences: ['https://issuer'],
  expirationSeconds: 600,
};
const objects =
  (uids: Record<string, string>): FindUid =>
  async (kind, namespace, name) =>
    uids[`${kind}/${namespace}/${name}`];
const verify = serviceAccountVerifier(issuer, objects({ 'ServiceAccount/default/app': 'u1', 'Pod/default/p': 'p1' }));

describe('a service account’s token', () => {
  test('says who it is', async () => {
    expect(await verify(issueToken(issuer, grant).token)).toMatchObject({
      user: {
        name: 'system:serviceaccount:default:app',
        uid: 'u1',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default'],
      },
      audiences: ['https://issuer'],
    });
  });

  test('ends', async () => {
    const { token, expires } = issueToken(issuer, grant);
    expect(expires).toEqual(new Date('2026-01-01T00:10:00Z'));
    clock.now = expires;
    expect(await verify(token)).toBeUndefined();
    clock.now = new Date('2026-01-01T00:00:00Z');
    expect(await verify(token)).toBeDefined();
  });

  test('is for its audience only', async () => {
    const { token } = issueToken(issuer, { ...grant, audiences: ['vault'] });
    expect(await verify(token)).toBeUndefined();
    expect(await verify(token, ['vault', 'other'])).toMatchObject({ audiences: ['vault'] });
  });

  test('goes with its account, also one of the same name', async () => {
    const { token } = issueToken(issuer, grant);
    const again = serviceAccountVerifier(issuer, objects({ 'ServiceAccount/default/app': 'u2' }));
    expect(await again(token)).toBeUndefined();
    expect(await serviceAccountVerifier(issuer, objects({}))(token)).toBeUndefined();
  });

  test('goes with what it is bound to', async () => {
    const bound = (uid: string) => issueToken(issuer, { ...grant, binding: { kind: 'Pod', name: 'p', uid } }).token;
    const extra = { 'authentication.kubernetes.io/pod-name': ['p'] };
    expect(await verify(bound('p1'))).toMatchObject({ user: { extra } });
    expect(await verify(bound('p0'))).toBeUndefined();
  });

  test('goes with the node it is bound to, and not with the one its pod is on', async () => {
    const node = { name: 'n', uid: 'n1' };
    const ofNode = issueToken(issuer, { ...grant, binding: { kind: 'Node', ...node } }).token;
    const ofPod = issueToken(issuer, { ...grant, node, binding: { kind: 'Pod', name: 'p', uid: 'p1' } }).token;
    const extra = { 'authentication.kubernetes.io/node-name': ['n'], 'authentication.kubernetes.io/node-uid': ['n1'] };
    expect(await verify(ofNode)).toBeUndefined();
    expect(await verify(ofPod)).toMatchObject({ user: { extra } });
    const there = serviceAccountVerifier(
      issuer,
      objects({ 'ServiceAccount/default/app': 'u1', 'Node/default/n': 'n1' }),
    );
    expect(await there(ofNode)).toMatchObject({ user: { extra } });
  });

  test('is refused when it was changed, or signed by another', async () => {
    const { token } = issueToken(issuer, grant);
    const [header = '', , signature = ''] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'system:admin', exp: 1e12 })).toString('base64url');
    expect(await verify(`${header}.${claims}.${signature}`)).toBeUndefined();
    const foreign = issueToken({ ...issuer, key: temporarySigningKey() }, grant);
    expect(await verify(foreign.token)).toBeUndefined();
  });

  test('cannot choose its algorithm', () => {
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: issuer.key.id })).toString('base64url');
    const [, claims = ''] = signJwt({ a: 1 }, issuer.key).split('.');
    expect(verifyJwt(`${unsigned}.${claims}.AA`, issuer.key)).toBeUndefined();
    expect(verifyJwt('no token', issuer.key)).toBeUndefined();
  });
});
