import type { FieldError } from '../../errors/index.ts';
import { invalid, invalidObject } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { User } from '../../rest/dependencies.ts';
import type { AccessRequest } from '../authorizer.ts';

type ResourceAttributes = {
  readonly group?: string;
  readonly version?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly verb?: string;
};

/** The spec of a SubjectAccessReview; the Self… one has no user. */
export type ReviewSpec = {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
};

export const specOf = (review: KubeObject): ReviewSpec => review['spec'] ?? {};

/** What a review asks about a user. @throws StatusError 422 unless it asks about either a resource or a path */
export function questionOf(review: KubeObject, user: User): AccessRequest {
  const { resourceAttributes, nonResourceAttributes } = specOf(review);
  checkOne(review, Boolean(resourceAttributes), Boolean(nonResourceAttributes));
  if (!resourceAttributes) {
    return { user, verb: nonResourceAttributes?.verb ?? '', path: nonResourceAttributes?.path ?? '' };
  }
  const { verb = '', ...resource } = { ...NO_RESOURCE, ...resourceAttributes };
  return { user, verb, path: '', resource };
}

const NO_RESOURCE = { group: '', version: '', resource: '', subresource: '', namespace: '', name: '' };

/** Who a SubjectAccessReview asks about. @throws StatusError 422 if it names nobody */
export function subjectOf(review: KubeObject): User {
  const { user, uid, extra, ...spec } = specOf(review);
  const groups = spec.groups ?? [];
  if (!user && groups.length === 0) {
    refuseReview([invalid('spec.user', '', 'at least one of user or group must be specified')]);
  }
  return { name: user ?? '', groups, ...(uid && { uid }), ...(extra && { extra }) };
}

function checkOne(review: KubeObject, hasResource: boolean, hasPath: boolean): void {
  const field = 'spec.resourceAttributes';
  if (hasResource && hasPath) {
    const detail = 'cannot be specified in combination with resourceAttributes';
    refuseReview([invalid('spec.nonResourceAttributes', specOf(review).nonResourceAttributes, detail)]);
  }
  if (hasResource || hasPath) return;
  const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  refuseReview([invalid(field, null, detail)]);
}

/** kube-apiserver does not know the kind by then either. @throws StatusError 422 */
export function refuseReview(errors: FieldError[]): never {
  throw invalidObject({ group: 'authorization.k8s.io', kind: '' }, '', errors);
}
