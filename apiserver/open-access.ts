import type { Logger } from 'pino';
import type { Authorizer } from './access/authorizer.ts';
import { allowAuthenticated } from './access/authorizer.ts';
import type { EphemeralTokens } from './access/ephemeral-tokens.ts';
import { escalationAdmission } from './access/rbac/escalation.ts';
import { PolicyFollower } from './access/rbac/policy-follower.ts';
import { decide } from './access/rbac/policy.ts';
import type { Answer } from './access/reviews/answers.ts';
import { reviewAnswers } from './access/reviews/answers.ts';
import type { TokenIssuer } from './access/tokens/service-account-tokens.ts';
import { temporarySigningKey } from './access/tokens/signing-key.ts';
import type { TokenVerifier } from './access/tokens/token-verifier.ts';
import { certificateAdmission } from './admission/certificate-requests.ts';
import { follow } from './controllers/event-loop.ts';
import { ephemeralTokenRoutes } from './http/ephemeral-token-routes.ts';
import type { ExtraRoutes } from './http/router.ts';
import type { Admission } from './rest/dependencies.ts';
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
    admission: [...(isRbac ? [escalationAdmission(policy, authorize)] : []), certificateAdmission(authorize)],
    answers: reviewAnswers({ authorize, verify, ...(isRbac && { policy }) }),
    issuer,
    routes: ephemeral ? [ephemeralTokenRoutes(ephemeral)] : [],
    stop,
  };
}
