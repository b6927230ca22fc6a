import { describe, expect, test } from '@jest/globals';
import { impersonate } from '../../../../apiserver/access/impersonation.ts';
import type { AccessRequest, Authorizer } from '../../../../apiserver/access/authorizer.ts';

const sender = { name: 'root', groups: ['system:masters'] };

function recorder(refused = ''): { asked: string[]; authorize: Authorizer } {
  const asked: string[] = [];
  const authorize: Authorizer = async ({ verb, resource }: AccessRequest) => {
    asked.push(`${verb} ${resource?.resource} ${resource?.name}`);
    return { allowed: resource?.resource !== refused, reason: '' };
  };
  return { asked, authorize };
}

describe('impersonation', () => {
  test('without its headers nobody changes', async () => {
    const { asked, authorize } = recorder();
    expect(await impersonate(sender, { accept: ['*/*'] }, authorize)).toBe(sender);
    expect(asked).toEqual([]);
  });

  test('asks for every part of whom it is', async () => {
    const { asked, authorize } = recorder();
    const headers = {
      'impersonate-user': ['cn=ada, dc=b'],
      'impersonate-group': ['cn=devs,dc=b', 'ops'],
      'impersonate-extra-scopes': ['view'],
      'impersonate-uid': ['7'],
    };
    expect(await impersonate(sender, headers, authorize)).toEqual({
      name: 'cn=ada, dc=b',
      groups: ['cn=devs,dc=b', 'ops', 'system:authenticated'],
      extra: { scopes: ['view'] },
      uid: '7',
    });
    expect(asked).toEqual([
      'impersonate users cn=ada, dc=b',
      'impersonate groups cn=devs,dc=b',
      'impersonate groups ops',
      'impersonate userextras view',
      'impersonate uids 7',
    ]);
  });

  test('is refused as a whole for one part', async () => {
    const { authorize } = recorder('groups');
    const headers = { 'impersonate-user': ['ada'], 'impersonate-group': ['system:masters'] };
    await expect(impersonate(sender, headers, authorize)).rejects.toMatchObject({ status: { code: 403 } });
  });

  test('needs a user', async () => {
    const { authorize } = recorder();
    const headers = { 'impersonate-group': ['devs'] };
    await expect(impersonate(sender, headers, authorize)).rejects.toMatchObject({ status: { code: 400 } });
  });
});
