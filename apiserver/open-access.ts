import type { Logger } from 'pino';
import type { Authorizer } from './access/authorizer.ts';
import { allowAuthenticated } from './access/authorizer.ts';
import type { EphemeralTokens } from './access/kubectl-policy.ts';
import { bootstrapPolicy, SYSTEM_ADMIN } from './access/rbac/bootstrap-roles.ts';
import { escalationAdmission, RBAC_GROUP } from './access/rbac/escalation.ts';
import { PolicyFollower } from './access/rbac/policy-follower.ts';
import { decide } from './access/rbac/policy.ts';
import type { Answer } from './access/reviews/answers.ts';
import { reviewAnswers } from './access/reviews/answers.ts';
import type { TokenIssuer } from './access/tokens/service-account-tokens.ts';
import { temporarySigningKey } from './access/tokens/signing-key.ts';
import type { TokenVerifier } from './access/tokens/token-verifier.ts';
import { follow } from './controllers/event-loop.ts';
import { ephemeralTokenRoutes } from './http/ephemeral-token-routes.ts';
import type { ExtraRoutes } from './http/router.ts';
import type { KubeObject } from './object/kube-object.ts';
import { cloneJson } from './object/kube-object.ts';
import { createObject } from './rest/create-object.ts';
import type { Admission, RestDependencies } from './rest/dependencies.ts';
import { objectKey } from './rest/object-key.ts';
import type { Store } from './storage/index.ts';

/** The `iss` of service accounts' tokens unless another is given. */
export const DEFAULT_ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** Who may do what, and the questions about it. */
export type Access = {
  readonly authorize: Authorizer;
  readonly admission: readonly Admission[];
  readonly answers: ReadonlyMap<string, Answer>;
  readonly issuer: TokenIssuer;
  readonly routes: readonly ExtraRoutes[];
  stop(): void;
};

/** What decides about access; see ApiServerOptions. */
export type AccessOptions = {
  readonly store: Store;
  readonly logger: Logger;
  readonly tokens?: { readonly issuer: TokenIssuer; readonly verify: TokenVerifier };
  readonly isRbac?: boolean;
  readonly ephemeral?: EphemeralTokens;
};

/** @throws if the store fails */
export async function openAccess({ store, logger, tokens, isRbac, ephemeral }: AccessOptions): Promise<Access> {
  const follower = new PolicyFollower();
  const stop = isRbac ? await follow(store, follower, logger) : () => undefined;
  const policy = (): ReturnType<PolicyFollower['policy']> => follower.policy();
  const authorize: Authorizer = isRbac ? async (request) => decide(policy(), request) : allowAuthenticated;
  const verify = tokens?.verify ?? (async () => undefined);
  const issuer = tokens?.issuer ?? { issuer: DEFAULT_ISSUER, key: temporarySigningKey(), now: () => new Date() };
  return {
    authorize,
    admission: isRbac ? [escalationAdmission(policy, authorize)] : [],
    answers: reviewAnswers({ authorize, verify, ...(isRbac && { policy }) }),
    issuer,
    routes: ephemeral ? [ephemeralTokenRoutes(ephemeral)] : [],
    stop,
  };
}

/** Creates the roles and bindings that are there from the start, where they are missing. */
export async function createBootstrapPolicy(rest: RestDependencies): Promise<void> {
  for (const { plural, object } of bootstrapPolicy()) {
    const resource = rest.kinds.find(RBAC_GROUP, 'v1', plural);
    if (!resource) continue;
    const { name = '' } = (object as KubeObject).metadata;
    if (await rest.store.get(objectKey(resource, '', name))) continue;
    const target = { resource, namespace: '', name: '', subresource: '', user: SYSTEM_ADMIN, dryRun: false };
    await createObject(rest, target, cloneJson(object) as KubeObject);
  }
}
