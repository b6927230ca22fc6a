import { builtin } from '../../kinds/builtin/define.ts';
import type { Resource } from '../../kinds/resource.ts';

const AUTHENTICATION = { group: 'authentication.k8s.io', version: 'v1', namespaced: false, verbs: ['create'] } as const;
const AUTHORIZATION = { group: 'authorization.k8s.io', version: 'v1', namespaced: false, verbs: ['create'] } as const;

/** What is sent to and answered by a service account's `token`. */
export const tokenRequest = builtin({
  ...AUTHENTICATION,
  kind: 'TokenRequest',
  plural: 'tokenrequests',
  definition: 'io.k8s.api.authentication.v1.TokenRequest',
});

/** Kinds that are questions: a creation is answered and nothing is stored. */
export const REVIEW_RESOURCES: readonly Resource[] = [
  builtin({
    ...AUTHENTICATION,
    kind: 'TokenReview',
    plural: 'tokenreviews',
    definition: 'io.k8s.api.authentication.v1.TokenReview',
  }),
  builtin({
    ...AUTHENTICATION,
    kind: 'SelfSubjectReview',
    plural: 'selfsubjectreviews',
    definition: 'io.k8s.api.authentication.v1.SelfSubjectReview',
  }),
  builtin({
    ...AUTHORIZATION,
    kind: 'SubjectAccessReview',
    plural: 'subjectaccessreviews',
    definition: 'io.k8s.api.authorization.v1.SubjectAccessReview',
  }),
  builtin({
    ...AUTHORIZATION,
    namespaced: true,
    kind: 'LocalSubjectAccessReview',
    plural: 'localsubjectaccessreviews',
    definition: 'io.k8s.api.authorization.v1.LocalSubjectAccessReview',
  }),
  builtin({
    ...AUTHORIZATION,
    kind: 'SelfSubjectAccessReview',
    plural: 'selfsubjectaccessreviews',
    definition: 'io.k8s.api.authorization.v1.SelfSubjectAccessReview',
  }),
  builtin({
    ...AUTHORIZATION,
    kind: 'SelfSubjectRulesReview',
    plural: 'selfsubjectrulesreviews',
    definition: 'io.k8s.api.authorization.v1.SelfSubjectRulesReview',
  }),
];
