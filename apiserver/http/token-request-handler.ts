import { tokenRequest } from '../access/reviews/review-kinds.ts';
import type { TokenGrant, VouchingKind } from '../access/tokens/service-account-tokens.ts';
import {
  BINDABLE,
  issueToken,
  livingUid,
  vouchingKey,
  vouchingPlural,
} from '../access/tokens/service-account-tokens.ts';
import type { FieldError } from '../errors/index.ts';
import {
  badRequest,
  conflict,
  invalid,
  invalidObject,
  methodNotSupported,
  notFound,
  unknownResource,
} from '../errors/index.ts';
import { textAt } from '../kinds/builtin/fields.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { isJsonObject, toTime } from '../object/kube-object.ts';
import { admissionRequest, admit } from '../rest/admission.ts';
import { checkNamespace } from '../rest/check-place.ts';
import type { RestDependencies, Target } from '../rest/dependencies.ts';
import { objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { ApiResponse } from './api-request.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import type { ObjectRequest } from './object-handler.ts';
import { readObject } from './object-handler.ts';

const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

type Spec = {
  readonly audiences?: readonly string[];
  readonly expirationSeconds?: number | null;
  readonly boundObjectRef?: { readonly kind?: string; readonly name?: string; readonly uid?: string };
};

/** POST …/serviceaccounts/<name>/token: a token of the account. @throws StatusError */
export async function handleTokenRequest(
  deps: HandlerDependencies,
  { request, target, verb }: ObjectRequest,
): Promise<ApiResponse> {
  const { resource, namespace, name, dryRun } = target;
  const { tokenIssuer } = deps;
  if (resource.group !== '' || resource.plural !== 'serviceaccounts' || !tokenIssuer) throw unknownResource();
  if (verb !== 'create') throw methodNotSupported(groupResourceOf(resource), verb);
  const sent = await readObject(deps, request, tokenRequest);
  checkNamespace(sent, target);
  checkAccountName(sent, target);
  const shown = { object: sent, objectKind: tokenRequest };
  await admit(deps.rest.admission, admissionRequest(target, 'CREATE', shown));
  const spec = (sent['spec'] ?? {}) as Spec;
  const expirationSeconds = spec.expirationSeconds ?? DEFAULT_SECONDS;
  checkSpec(spec, expirationSeconds);
  const uid = await accountUid(deps.rest, target);
  const bound = await boundTo(deps.rest, target, spec);
  const audiences = spec.audiences?.length ? spec.audiences : [tokenIssuer.issuer];
  const grant = { namespace, serviceAccount: { name, uid }, audiences, expirationSeconds, ...bound };
  const { token, expires } = issueToken(tokenIssuer, grant);
  const status = { token: dryRun ? '' : token, expirationTimestamp: toTime(expires) };
  const metadata = { name, namespace, uid, creationTimestamp: toTime(deps.rest.now()) };
  return { status: 201, body: { ...sent, metadata, spec: { ...spec, audiences, expirationSeconds }, status } };
}

const TOKEN_REQUEST = { group: 'authentication.k8s.io', kind: 'TokenRequest' } as const;

/** A body need not name the account; if it does, it is that of the path. */
function checkAccountName({ metadata }: KubeObject, { name }: Target): void {
  if (!metadata.name || metadata.name === name) return;
  const detail = 'must match the service account name if specified';
  throw invalidObject(TOKEN_REQUEST, name, [invalid('metadata.name', metadata.name, detail)]);
}

async function accountUid({ store }: RestDependencies, { resource, namespace, name }: Target): Promise<string> {
  const record = await store.get(objectKey(resource, namespace, name));
  const uid = record && livingUid(decodeRecord(record));
  if (!uid) throw notFound(groupResourceOf(resource), name);
  return uid;
}

function checkSpec({ boundObjectRef }: Spec, seconds: number): void {
  const field = 'spec.expirationSeconds';
  const errors: FieldError[] = [];
  if (seconds < MIN_SECONDS) errors.push(invalid(field, seconds, 'may not specify a duration less than 10 minutes'));
  if (seconds > MAX_SECONDS)
    errors.push(invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds'));
  if (boundObjectRef && !boundObjectRef.name) errors.push(invalid('spec.boundObjectRef.name', '', 'must be set'));
  if (errors.length > 0) throw invalidObject(TOKEN_REQUEST, '', errors);
}

type Bound = Pick<TokenGrant, 'binding' | 'node'>;

async function boundTo(rest: RestDependencies, target: Target, { boundObjectRef }: Spec): Promise<Bound> {
  if (!boundObjectRef) return {};
  const { kind: wantedKind = '', name = '', uid: wanted } = boundObjectRef;
  const kind = BINDABLE.get(wantedKind);
  if (!kind) throw badRequest(`cannot bind token to object of type ${wantedKind}`);
  const of = { group: '', resource: vouchingPlural(kind) };
  const object = await find(rest, kind, target.namespace, name);
  const uid = object && livingUid(object);
  if (!object || !uid) throw notFound(of, name);
  if (kind === 'Pod') checkAccount(object, target.name);
  if (wanted && wanted !== uid) throw conflict(of, name, otherUid(wanted));
  return { binding: { kind, name, uid }, ...(kind === 'Pod' && (await nodeOf(rest, object))) };
}

const otherUid = (uid: string): string =>
  `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;

async function find(
  { store }: RestDependencies,
  kind: VouchingKind,
  namespace: string,
  name: string,
): Promise<KubeObject | undefined> {
  const record = await store.get(vouchingKey(kind, namespace, name));
  return record && decodeRecord(record);
}

/** Where a pod is, so that who is shown its token can tell it from one that was taken elsewhere. */
async function nodeOf(rest: RestDependencies, pod: KubeObject): Promise<Pick<TokenGrant, 'node'>> {
  const name = textAt(pod, 'spec', 'nodeName');
  if (name === '') return {};
  const { uid } = (await find(rest, 'Node', '', name))?.metadata ?? {};
  return { node: { name, ...(uid && { uid }) } };
}

function checkAccount({ spec }: KubeObject, name: string): void {
  const account = isJsonObject(spec) ? spec['serviceAccountName'] : undefined;
  if (account === name) return;
  throw badRequest(
    `cannot bind token for serviceaccount ${JSON.stringify(name)} to pod running with different serviceaccount name.`,
  );
}
