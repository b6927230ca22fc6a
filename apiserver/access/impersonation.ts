import { badRequest, forbiddenRequest } from '../errors/index.ts';
import type { User } from '../rest/dependencies.ts';
import { dnsLabelErrors, dnsSubdomainErrors } from '../validation/names.ts';
import type { Authorizer } from './authorizer.ts';

const [USER, GROUP, UID, EXTRA_PREFIX] = [
  'impersonate-user',
  'impersonate-group',
  'impersonate-uid',
  'impersonate-extra-',
] as const;
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Each header of a request with all its lines, as Node's `headersDistinct`: a value may have commas in it. */
export type HeaderLines = Readonly<NodeJS.Dict<string[]>>;

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
export async function impersonate(sender: User, headers: HeaderLines, authorize: Authorizer): Promise<User> {
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

function readHeaders(headers: HeaderLines): User | undefined {
  const [name] = valuesOf(headers[USER]);
  const [uid] = valuesOf(headers[UID]);
  const groups = valuesOf(headers[GROUP]);
  const extra = Object.keys(headers)
    .filter((header) => header.startsWith(EXTRA_PREFIX))
    .map((header) => [decodeKey(header.slice(EXTRA_PREFIX.length)), valuesOf(headers[header])] as const);
  if (name) return { name, groups, ...(uid && { uid }), extra: Object.fromEntries(extra) };
  if (!uid && groups.length === 0 && extra.length === 0) return undefined;
  throw badRequest('requested impersonation details without impersonating a user');
}

/** Node takes the bytes of a header for Latin-1, clients send UTF-8. */
const valuesOf = (lines: readonly string[] = []): string[] =>
  lines.map((line) => Buffer.from(line, 'latin1').toString());

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function askedFor({ name, uid, groups, extra = {} }: User): Asked[] {
  const account = accountOf(name);
  const group = 'authentication.k8s.io';
  return [
    account ? { resource: 'serviceaccounts', ...account } : { resource: 'users', name },
    ...groups.map((one) => ({ resource: 'groups', name: one })),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => ({ resource: 'userextras', group, subresource: key, name: value })),
    ),
    ...(uid ? [{ resource: 'uids', group, name: uid }] : []),
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
  const account = accountOf(name);
  if (!account || groups.length > 0) return groups;
  return ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
}

/** The service account of a user name; undefined where its parts could be none. */
function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace = '', name = ''] = ACCOUNT.exec(user) ?? [];
  const isOne = dnsLabelErrors(namespace).length === 0 && dnsSubdomainErrors(name).length === 0;
  return isOne ? { namespace, name } : undefined;
}
