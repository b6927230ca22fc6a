import type { Sequence, Step } from '../sequence.ts';
import { CORE, post } from './requests.ts';

const RULES = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';

type Rule = {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
};
type Review = { readonly status: { readonly resourceRules: Rule[]; readonly nonResourceRules: Rule[] } };

/** This server has a path for itself that everybody may use. */
const isShared = ({ nonResourceURLs = [] }: Rule): boolean => !nonResourceURLs.includes('/ephemeral-token');

/** The order of rules says nothing. */
const sorted = (rules: readonly Rule[]): unknown =>
  rules
    .filter(isShared)
    .map(({ verbs, apiGroups, resources, nonResourceURLs }) => [verbs, apiGroups, resources, nonResourceURLs])
    .map((rule) => JSON.stringify(rule))
    .sort();

const rulesOf = (body: unknown): unknown => {
  const { status, ...rest } = body as Review;
  return { ...rest, resource: sorted(status.resourceRules), nonResource: sorted(status.nonResourceRules) };
};

const AUTHORIZATION = 'authorization.k8s.io/v1';
const QUESTION = { resourceAttributes: { namespace: '{ns}', verb: 'get', resource: 'pods' } };

/** What is nowhere kept says nothing of who wrote which field, and keeps no secret. */
function withoutOwners(body: unknown): unknown {
  const { metadata, spec, ...rest } = body as { metadata: object; spec?: object };
  const shown = spec && { spec: { ...spec, token: '' } };
  return { ...rest, ...shown, metadata: { ...metadata, managedFields: [] } };
}

function review(apiVersion: string, kind: string, spec: unknown, where = ''): Step {
  const path = `/apis/${apiVersion}${where}/${kind.toLowerCase()}s`;
  return post(path, { apiVersion, kind, ...(spec !== undefined && { spec }) }, { select: withoutOwners });
}

/** The kinds that are answered and never stored. */
export const REVIEW_SEQUENCES: readonly Sequence[] = [
  {
    name: 'rules-reviews',
    steps: [
      post(RULES, { spec: { namespace: '{ns}' } }, { select: rulesOf }),
      post(RULES, { spec: { namespace: '{ns}' } }, { as: 'bob-{id}', select: rulesOf }),
      post(RULES, { spec: {} }),
    ],
  },
  {
    name: 'access-reviews',
    steps: [
      { ...review('authentication.k8s.io/v1', 'SelfSubjectReview', undefined), as: 'bob-{id}' },
      review('authentication.k8s.io/v1', 'TokenReview', { token: 'x' }),
      review(AUTHORIZATION, 'SelfSubjectAccessReview', QUESTION),
      review(AUTHORIZATION, 'SubjectAccessReview', { user: 'bob-{id}', ...QUESTION }),
      review(AUTHORIZATION, 'LocalSubjectAccessReview', { user: 'bob-{id}', ...QUESTION }, '/namespaces/{ns}'),
      review(AUTHORIZATION, 'LocalSubjectAccessReview', { user: 'bob-{id}', ...QUESTION }, '/namespaces/other'),
      review(AUTHORIZATION, 'SubjectAccessReview', QUESTION),
      review(AUTHORIZATION, 'SubjectAccessReview', { user: 'bob-{id}' }),
    ],
  },
  {
    name: 'token-requests',
    steps: [
      post(`${CORE}/serviceaccounts`, { metadata: { name: 'robot' } }),
      post(
        `${CORE}/serviceaccounts/robot/token`,
        { spec: {} },
        { select: (body) => withoutToken(withoutOwners(body)) },
      ),
      post(`${CORE}/serviceaccounts/none/token`, { spec: {} }),
      ...[{ name: 'other' }, { namespace: 'other' }, { name: 'other', namespace: 'other' }].map((metadata) =>
        post(`${CORE}/serviceaccounts/robot/token`, { metadata, spec: {} }),
      ),
      post(`${CORE}/serviceaccounts/robot/token`, { metadata: { name: 'other' }, spec: { expirationSeconds: 1 } }),
      post(
        `${CORE}/serviceaccounts/robot/token`,
        { metadata: { name: 'robot', namespace: '{ns}' }, spec: { expirationSeconds: 700, audiences: ['a'] } },
        { select: (body) => withoutToken(withoutOwners(body)) },
      ),
    ],
  },
];

/** Each token is another. */
function withoutToken(body: unknown): unknown {
  const { status, ...rest } = body as { status: { token: unknown } };
  return { ...rest, status: { ...status, token: typeof status.token } };
}
