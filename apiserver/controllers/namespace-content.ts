import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { deleteObject } from '../rest/delete-object.ts';
import type { User } from '../rest/dependencies.ts';
import { inBatches } from '../rest/in-batches.ts';
import { listPrefix } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { ControllerContext } from './controller-context.ts';
import { targetOf, unlessOvertaken } from './controller-context.ts';

type Rest = ControllerContext['rest'];

/** What is left of a kind's objects in a namespace after they were deleted. */
export type Remains = {
  readonly resource: Resource;
  readonly objects: readonly KubeObject[];
  /** Why some are not on their way. */
  readonly error?: Error;
};

/**
 * Deletes what is in a namespace: pods first, and nothing else while there are some, so that they keep what they need.
 * @returns of the kinds of which something is left, or that could not be deleted
 */
export async function emptyNamespace(rest: Rest, namespace: string, user: User): Promise<Remains[]> {
  const kinds = rest.kinds.stored().filter(({ namespaced }) => namespaced);
  const remains: Remains[] = [];
  for (const resource of [...kinds.filter(isPods), ...kinds.filter((kind) => !isPods(kind))]) {
    const found = await emptyKind(rest, { resource, namespace }, user);
    if (found.error || found.objects.length > 0) remains.push(found);
    if (isPods(resource) && found.objects.length > 0) break;
  }
  return remains;
}

const isPods = ({ group, plural }: Resource): boolean => group === '' && plural === 'pods';

type Place = { readonly resource: Resource; readonly namespace: string };

async function emptyKind(rest: Rest, place: Place, user: User): Promise<Remains> {
  const { resource, namespace } = place;
  const deleting = inBatches(await objectsIn(rest, place), ({ metadata: { name = '' } }) => {
    const target = targetOf(resource, { namespace, name }, user);
    return unlessOvertaken(() => deleteObject(rest, target, { propagationPolicy: 'Background' }));
  });
  const failed = await deleting.then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  const objects = await objectsIn(rest, place);
  const error = failed ?? unexpected(objects, place, rest.now());
  return { resource, objects, ...(error && { error }) };
}

async function objectsIn(rest: Rest, { resource, namespace }: Place): Promise<KubeObject[]> {
  return (await rest.store.list({ prefix: listPrefix(resource, namespace) })).records.map(decodeRecord);
}

/** What no finalizer and no grace period holds should be gone. */
function unexpected(objects: readonly KubeObject[], { resource, namespace }: Place, now: Date): Error | undefined {
  const isExplained = ({ metadata: { finalizers = [], deletionTimestamp = '' } }: KubeObject): boolean =>
    finalizers.length > 0 || Date.parse(deletionTimestamp) > now.getTime();
  if (objects.length === 0 || objects.some(isExplained)) return undefined;
  const { group, version, plural } = resource;
  const kind = `${group ? apiVersionOf(resource) : `/${version}`}, Resource=${plural}`;
  return new Error(`unexpected items still remain in namespace: ${namespace} for gvr: ${kind}`);
}
