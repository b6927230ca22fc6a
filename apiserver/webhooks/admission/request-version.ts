import type { Resource } from '../../kinds/resource.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { AdmissionRequest, Conversion } from '../../rest/dependencies.ts';
import type { Versioned } from './invocation.ts';

/** A request's objects in the version a webhook wants to see. @throws StatusError */
export async function inVersion(
  conversion: Conversion,
  request: AdmissionRequest,
  resource: Resource,
): Promise<Versioned> {
  const { object = null, old = null, objectKind } = request;
  const turn = async (state: KubeObject | null): Promise<KubeObject | null> =>
    state && turned(conversion, state, { from: request.resource, to: resource });
  // A Scale, a Binding is the same in all versions of what it is about.
  const isSame = resource === request.resource || objectKind !== undefined;
  if (isSame) return { request, resource, object, oldObject: old };
  return { request, resource, object: await turn(object), oldObject: await turn(old) };
}

/** An object a webhook has seen in its version, in the request's again. @throws StatusError */
export async function fromVersion(
  conversion: Conversion,
  object: KubeObject,
  { request, resource }: Versioned,
): Promise<KubeObject> {
  if (resource === request.resource || request.objectKind) return object;
  return turned(conversion, object, { from: resource, to: request.resource });
}

type Way = { readonly from: Resource; readonly to: Resource };

async function turned(conversion: Conversion, object: KubeObject, { from, to }: Way): Promise<KubeObject> {
  // Kinds of two groups meet in the form they are stored in.
  const common = from.storedAs ? from.storedAs.toStored(object) : object;
  return conversion.convert(common, to);
}
