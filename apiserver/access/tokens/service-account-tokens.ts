import { randomUUID } from 'node:crypto';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import type { User } from '../../rest/dependencies.ts';
import type { SigningKey } from './jwt.ts';
import { signJwt, verifyJwt } from './jwt.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** An object as a token names it. */
export type ObjectReference = { readonly name: string; readonly uid: string };

/** By kind: where it is stored. */
const PLURALS = { Pod: 'pods', Secret: 'secrets', Node: 'nodes', ServiceAccount: 'serviceaccounts' } as const;

export type VouchingKind = keyof typeof PLURALS;
export type BindableKind = Exclude<VouchingKind, 'ServiceAccount'>;

/** What the tokens of a service account may be bound to. */
export const BINDABLE: ReadonlyMap<string, BindableKind> = new Map(
  (['Pod', 'Secret', 'Node'] as const).map((kind) => [kind, kind]),
);

export const vouchingPlural = (kind: VouchingKind): string => PLURALS[kind];

/** The key of the store an object is at that vouches for a token; a node is in no namespace. */
export const vouchingKey = (kind: VouchingKind, namespace: string, name: string): string =>
  `/core/${PLURALS[kind]}/${kind === 'Node' ? '' : `${namespace}/`}${name}`;

/** What a token is good for only while it exists. */
export type Binding = ObjectReference & { readonly kind: BindableKind };

export type TokenGrant = {
  readonly namespace: string;
  readonly serviceAccount: ObjectReference;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly binding?: Binding;
  /** Where the pod runs that the token is bound to: told, and not asked for again. */
  readonly node?: { readonly name: string; readonly uid?: string };
};

/** The uid of an object now; undefined if there is none, or if it is being deleted. */
export type FindUid = (kind: VouchingKind, namespace: string, name: string) => Promise<string | undefined>;

export type TokenIssuer = {
  /** The `iss` of tokens, and the audience of those that name none. */
  readonly issuer: string;
  readonly key: SigningKey;
  readonly now: () => Date;
};

const PRIVATE_CLAIM = 'kubernetes.io';
const EXTRA = 'authentication.kubernetes.io';

/** A token of a service account, with when it ends. */
export function issueToken({ issuer, key, now }: TokenIssuer, grant: TokenGrant): { token: string; expires: Date } {
  const issued = Math.floor(now().getTime() / 1000);
  const expires = issued + grant.expirationSeconds;
  const { binding, namespace, node, serviceAccount } = grant;
  const claims = {
    aud: grant.audiences,
    exp: expires,
    iat: issued,
    iss: issuer,
    jti: randomUUID(),
    [PRIVATE_CLAIM]: {
      namespace,
      ...(node && { node }),
      ...(binding && { [binding.kind.toLowerCase()]: { name: binding.name, uid: binding.uid } }),
      serviceaccount: { name: serviceAccount.name, uid: serviceAccount.uid },
    },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${serviceAccount.name}`,
  };
  return { token: signJwt(claims, key), expires: new Date(expires * 1000) };
}

/** Knows the tokens of this issuer that have not ended, while their account and what they are bound to exist. */
export function serviceAccountVerifier(issuer: TokenIssuer, findUid: FindUid): TokenVerifier {
  return async (token, wanted) => {
    const claims = verifyJwt(token, issuer.key);
    if (!claims || claims['iss'] !== issuer.issuer || !isNow(claims, issuer.now())) return undefined;
    const audiences = stringsIn(claims['aud']).filter((audience) => (wanted ?? [issuer.issuer]).includes(audience));
    const subject = readSubject(claims);
    if (!subject || audiences.length === 0 || !(await allExist(subject, findUid))) return undefined;
    return { user: userOf(subject, claims), audiences };
  };
}

function isNow({ exp, nbf }: JsonObject, now: Date): boolean {
  const seconds = now.getTime() / 1000;
  return typeof exp === 'number' && typeof nbf === 'number' && nbf <= seconds && seconds < exp;
}

const stringsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

type Subject = {
  readonly namespace: string;
  readonly account: ObjectReference;
  readonly bindings: readonly Binding[];
  readonly node: { readonly name: string; readonly uid?: string } | undefined;
};

function readSubject(claims: JsonObject): Subject | undefined {
  const own = claims[PRIVATE_CLAIM];
  if (!isJsonObject(own) || typeof own['namespace'] !== 'string') return undefined;
  const account = readReference(own['serviceaccount']);
  if (!account) return undefined;
  const found = [...BINDABLE.values()].flatMap((kind) => {
    const reference = readReference(own[kind.toLowerCase()]);
    return reference ? [{ kind, ...reference }] : [];
  });
  const isOfPod = found.some(({ kind }) => kind === 'Pod');
  const bindings = found.filter(({ kind }) => kind !== 'Node' || !isOfPod);
  return { namespace: own['namespace'], account, bindings, node: readNode(own['node']) };
}

function readNode(value: unknown): Subject['node'] {
  if (!isJsonObject(value) || typeof value['name'] !== 'string') return undefined;
  return { name: value['name'], ...(typeof value['uid'] === 'string' && { uid: value['uid'] }) };
}

function readReference(value: unknown): ObjectReference | undefined {
  if (!isJsonObject(value) || typeof value['name'] !== 'string' || typeof value['uid'] !== 'string') return undefined;
  return { name: value['name'], uid: value['uid'] };
}

async function allExist({ namespace, account, bindings }: Subject, findUid: FindUid): Promise<boolean> {
  const references = [{ kind: 'ServiceAccount' as const, ...account }, ...bindings];
  for (const { kind, name, uid } of references) if ((await findUid(kind, namespace, name)) !== uid) return false;
  return true;
}

function userOf({ namespace, account, bindings, node }: Subject, { jti }: JsonObject): User {
  const pod = bindings.find(({ kind }) => kind === 'Pod');
  return {
    name: `system:serviceaccount:${namespace}:${account.name}`,
    uid: account.uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    extra: {
      ...(typeof jti === 'string' && { [`${EXTRA}/credential-id`]: [`JTI=${jti}`] }),
      ...(node && { [`${EXTRA}/node-name`]: [node.name] }),
      ...(node?.uid && { [`${EXTRA}/node-uid`]: [node.uid] }),
      ...(pod && { [`${EXTRA}/pod-name`]: [pod.name], [`${EXTRA}/pod-uid`]: [pod.uid] }),
    },
  };
}

/** Whether an object may still vouch for a token. */
export const livingUid = ({ metadata }: KubeObject): string | undefined =>
  metadata.deletionTimestamp ? undefined : metadata.uid;
