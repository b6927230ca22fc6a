import { apiVersionOf } from '../../kinds/resource.ts';
import type { Resource } from '../../kinds/resource.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import type { AdmissionRequest, User } from '../../rest/dependencies.ts';
import type { Versioned } from './invocation.ts';

/** What a webhook is told of a request, without the objects: `request` of an AdmissionReview. */
export function reviewRequest({ request, resource }: Versioned): JsonObject {
  const { subresource, operation, dryRun, options, objectKind } = request;
  const name = nameOf(request);
  const namespace = namespaceOf(request);
  return {
    kind: kindOf(objectKind ?? resource),
    resource: resourceOf(resource),
    ...(subresource && { subResource: subresource }),
    requestKind: kindOf(objectKind ?? request.resource),
    requestResource: resourceOf(request.resource),
    ...(subresource && { requestSubResource: subresource }),
    ...(name && { name }),
    ...(namespace && { namespace }),
    operation,
    userInfo: userInfo(request.user),
    dryRun,
    options: operation === 'CONNECT' ? null : options,
  };
}

const kindOf = ({ group, version, kind }: Resource): JsonObject => ({ group, version, kind });
const resourceOf = ({ group, version, plural }: Resource): JsonObject => ({ group, version, resource: plural });

const nameOf = ({ name, object }: AdmissionRequest): string => name || (object?.metadata?.name ?? '');

/** A namespace is in itself. */
export function namespaceOf(request: AdmissionRequest): string {
  const { resource, namespace } = request;
  return isNamespace(resource) ? nameOf(request) : namespace;
}

export const isNamespace = (resource: Resource): boolean =>
  apiVersionOf(resource) === 'v1' && resource.plural === 'namespaces';

/** authentication.k8s.io/v1 UserInfo. */
function userInfo({ name, uid, groups, extra = {} }: User): JsonObject {
  const hasExtra = Object.keys(extra).length > 0;
  return { username: name, ...(uid && { uid }), ...(groups.length > 0 && { groups }), ...(hasExtra && { extra }) };
}
