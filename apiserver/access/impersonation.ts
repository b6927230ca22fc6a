import type { IncomingHttpHeaders } from 'node:http';
import { badRequest, forbiddenRequest } from '../errors/index.ts';
import type { User } from '../rest/dependencies.ts';
import type { Authorizer } from './authorizer.ts';

const PREFIX = 'impersonate-';
const EXTRA_PREFIX = `${PREFIX}extra-`;
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** One thing a user must be allowed to impersonate. */
type Asked = {
  readonly resource: string;
  readonly group?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name: string;
};

/**
 * The user a request shall count for: its sender, or whom its Impersonate-… headers name.
 * @throws StatusError 403 if the sender may not, 400 for headers without a user
 */
export async function impersonate(sender: User, headers: IncomingHttpHeaders, authorize: Authorizer): Promise<User> {
  const wanted = readHeaders(headers);
  if (!wanted) return sender;
  for (const asked of askedFor(wanted)) await check(sender, asked, authorize);
  const known = wanted.groups.includes('system:unauthenticated') || wanted.name === 'system:anonymous';
  const groups = [
    ...accountGroups(wanted.name, wanted.groups),
    known ? 'system:unauthenticated' : 'system:authenticated',
  ];
  return { ...wanted, groups: [...new Set(groups)] };
}

function readHeaders(headers: IncomingHttpHeaders): User | undefined {
  const names = Object.keys(headers).filter((name) => name.startsWith(PREFIX));
  if (names.length === 0) return undefined;
  const [name] = valuesOf(headers[`${PREFIX}user`]);
  if (!name) throw badRequest('requested impersonation details without impersonating a user');
  const [uid] = valuesOf(headers[`${PREFIX}uid`]);
  const extra = Object.fromEntries(
    names
      .filter((header) => header.startsWith(EXTRA_PREFIX))
      .map((header) => [decodeKey(header.slice(EXTRA_PREFIX.length)), valuesOf(headers[header])]),
  );
  return { name, groups: valuesOf(headers[`${PREFIX}group`]), ...(uid && { uid }), extra };
}

/** Node joins headers that come several times by commas. */
const valuesOf = (header: string | string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .flatMap((value) => value.split(',').map((part) => part.trim()))
    .filter((part) => part !== '');

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function askedFor({ name, uid, groups, extra = {} }: User): Asked[] {
  const [, namespace, account] = ACCOUNT.exec(name) ?? [];
  const who: Asked =
    namespace && account ? { resource: 'serviceaccounts', namespace, name: account } : { resource: 'users', name };
  const group = 'authentication.k8s.io';
  return [
    who,
    ...groups.map((one) => ({ resource: 'groups', name: one })),
    ...(uid ? [{ resource: 'uids', group, name: uid }] : []),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => ({ resource: 'userextras', group, subresource: key, name: value })),
    ),
  ];
}

async function check(user: User, asked: Asked, authorize: Authorizer): Promise<void> {
  const { resource, group = '', subresource = '', namespace = '', name } = asked;
  const attributes = { group, version: 'v1', resource, subresource, namespace, name };
  const { allowed } = await authorize({ user, verb: 'impersonate', path: '', resource: attributes });
  if (allowed) return;
  const kind = JSON.stringify(subresource ? `${resource}/${subresource}` : resource);
  const scope = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope';
  const cause = `User ${JSON.stringify(user.name)} cannot impersonate resource ${kind} in API group ${JSON.stringify(group)} ${scope}`;
  throw forbiddenRequest({ group, resource }, name, cause);
}

function accountGroups(name: string, groups: readonly string[]): readonly string[] {
  const [, namespace] = ACCOUNT.exec(name) ?? [];
  if (!namespace || groups.length > 0) return groups;
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}
