import type { Sequence } from '../sequence.ts';
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
    name: 'token-requests',
    steps: [
      post(`${CORE}/serviceaccounts`, { metadata: { name: 'robot' } }),
      post(`${CORE}/serviceaccounts/robot/token`, { spec: {} }, { select: withoutTracks }),
      post(`${CORE}/serviceaccounts/none/token`, { spec: {} }),
    ],
  },
];

/** A token is nowhere kept, so that it says nothing who asked for it; and each is another. */
function withoutTracks(body: unknown): unknown {
  const { metadata, status, ...rest } = body as { metadata: object; status: { token: unknown } };
  return { ...rest, metadata: { ...metadata, managedFields: [] }, status: { ...status, token: typeof status.token } };
}
