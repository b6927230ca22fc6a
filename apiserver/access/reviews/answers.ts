import { badRequest, invalid } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { toTime } from '../../object/kube-object.ts';
import type { User } from '../../rest/dependencies.ts';
import type { AccessRequest, Authorizer } from '../authorizer.ts';
import type { Policy } from '../rbac/policy.ts';
import { rulesOf } from '../rbac/policy.ts';
import type { PolicyRule } from '../rbac/rules.ts';
import type { TokenVerifier } from '../tokens/token-verifier.ts';
import { questionOf, refuseReview, specOf, subjectOf } from './access-question.ts';

/** Who asks, and in which namespace. */
export type Asking = { readonly user: User; readonly namespace: string };

/** Answers a review: what is sent back for what was sent. @throws StatusError */
export type Answer = (review: KubeObject, asking: Asking) => Promise<KubeObject>;

export type ReviewDependencies = {
  readonly authorize: Authorizer;
  readonly verify: TokenVerifier;
  /** Absent where everybody who was authenticated may do everything. */
  readonly policy?: () => Policy;
};

/** By kind. */
export function reviewAnswers(deps: ReviewDependencies): ReadonlyMap<string, Answer> {
  return new Map<string, Answer>([
    ['TokenReview', (review) => answerToken(review, deps.verify)],
    ['SelfSubjectReview', async (review, { user }) => answerSelf(review, user)],
    ['SubjectAccessReview', (review) => answerAccess(deps, review, questionOf(review, subjectOf(review)))],
    ['LocalSubjectAccessReview', (review, { namespace }) => answerLocal(deps, review, namespace)],
    ['SelfSubjectAccessReview', (review, { user }) => answerAccess(deps, review, questionOf(review, user))],
    ['SelfSubjectRulesReview', (review, { user }) => answerRules(deps, review, user)],
  ]);
}

function answerSelf(review: KubeObject, user: User): KubeObject {
  const metadata = { ...review.metadata, creationTimestamp: toTime(new Date()) };
  return { ...review, metadata, status: { userInfo: userInfo(user) } };
}

function userInfo({ name, uid, groups, extra }: User): object {
  const hasExtra = Object.keys(extra ?? {}).length > 0;
  return { username: name, ...(uid && { uid }), ...(groups.length > 0 && { groups }), ...(hasExtra && { extra }) };
}

async function answerToken(review: KubeObject, verify: TokenVerifier): Promise<KubeObject> {
  const { token, audiences } = (review['spec'] ?? {}) as { token?: string; audiences?: string[] };
  if (!token) throw badRequest('token is required for TokenReview in authentication');
  const verified = await verify(token, audiences);
  const status = verified
    ? {
        authenticated: true,
        user: userInfo(verified.user),
        ...(verified.audiences && { audiences: verified.audiences }),
      }
    : { user: {}, error: 'invalid bearer token' };
  // The token is not sent back.
  return { ...review, spec: { ...(audiences && { audiences }) }, status };
}

async function answerAccess(
  { authorize }: ReviewDependencies,
  review: KubeObject,
  question: AccessRequest,
): Promise<KubeObject> {
  const { allowed, reason } = await authorize(question);
  return { ...review, status: { allowed, ...(reason && { reason }) } };
}

async function answerLocal(deps: ReviewDependencies, review: KubeObject, namespace: string): Promise<KubeObject> {
  const question = questionOf(review, subjectOf(review));
  const { resourceAttributes, nonResourceAttributes } = specOf(review);
  if (nonResourceAttributes) {
    refuseReview([invalid('spec.nonResourceAttributes', nonResourceAttributes, 'disallowed on this kind of request')]);
  }
  const asked = resourceAttributes?.namespace ?? '';
  if (asked !== namespace) {
    refuseReview([invalid('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace')]);
  }
  const answer = await answerAccess(deps, review, question);
  return { ...answer, metadata: { ...review.metadata, namespace } };
}

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

async function answerRules({ policy }: ReviewDependencies, review: KubeObject, user: User): Promise<KubeObject> {
  const { namespace } = (review['spec'] ?? {}) as { namespace?: string };
  if (!namespace) throw badRequest('no namespace on request');
  // The rules of system:masters too: what it is let do beyond them is no role's.
  const rules = policy ? rulesOf(policy(), user, namespace) : EVERYTHING;
  const status = {
    resourceRules: rules.filter(({ resources }) => (resources ?? []).length > 0),
    nonResourceRules: rules.filter(({ nonResourceURLs }) => (nonResourceURLs ?? []).length > 0),
    incomplete: false,
  };
  return { ...review, spec: {}, status };
}
