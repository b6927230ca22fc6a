import { badRequest, conflict, notFound } from '../errors/index.ts';
import { builtinSchema } from '../kinds/builtin/builtin-schema.ts';
import { objectAt, objectsIn, specOf, textAt } from '../kinds/builtin/fields.ts';
import type { Resource } from '../kinds/resource.ts';
import { groupResourceOf } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { toTime } from '../object/kube-object.ts';
import { admissionRequest, runAdmission } from '../rest/admission.ts';
import type { Review } from '../rest/update-object.ts';
import { updateObject } from '../rest/update-object.ts';
import type { ApiResponse } from './api-request.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import type { ObjectRequest } from './object-handler.ts';
import { readObject } from './object-handler.ts';

/** POST pods/binding: a scheduler's choice of a pod's node, made once. */
export async function handleBinding(
  deps: HandlerDependencies,
  { request, target }: ObjectRequest,
): Promise<ApiResponse> {
  const objectKind = bindingOf(target.resource);
  const binding = await readObject(deps, request, objectKind);
  const shown = { object: binding, objectKind };
  await runAdmission(deps.rest.admission, 'mutate', admissionRequest(target, 'CREATE', shown));
  const { uid } = binding.metadata;
  const apply = (pod: KubeObject | undefined): KubeObject => {
    if (!pod) throw notFound(groupResourceOf(target.resource), target.name);
    assign(pod, binding, deps.rest.now());
    return pod;
  };
  const review = (): Review => ({ operation: 'CREATE', ...shown });
  await updateObject(deps.rest, target, { apply, review, mayCreate: false, ...(uid && { uid }) });
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

/** A Binding as a kind to decode; it is never stored. */
function bindingOf(pod: Resource): Resource {
  const goType = 'io.k8s.api.core.v1.Binding';
  return { ...pod, kind: 'Binding', goType, schema: builtinSchema(goType), hasStatus: false };
}

function assign(pod: KubeObject, binding: KubeObject, now: Date): void {
  const node = textAt(binding, 'target', 'name');
  const kind = textAt(binding, 'target', 'kind');
  if (node === '' || (kind !== '' && kind !== 'Node')) throw badRequest('target.name: Required value');
  const of = { group: '', resource: 'pods/binding' };
  const name = pod.metadata.name ?? '';
  const spec = specOf(pod);
  if (pod.metadata.deletionTimestamp)
    throw conflict(of, name, `pod ${name} is being deleted, cannot be assigned to a host`);
  if (spec['nodeName'])
    throw conflict(of, name, `pod ${name} is already assigned to node ${JSON.stringify(spec['nodeName'])}`);
  if (objectsIn(spec['schedulingGates']).length > 0) {
    throw conflict(of, name, `pod ${name} has non-empty .spec.schedulingGates`);
  }
  spec['nodeName'] = node;
  const { annotations } = binding.metadata;
  if (annotations) pod.metadata.annotations = { ...pod.metadata.annotations, ...annotations };
  const status = objectAt(pod, 'status');
  const others = objectsIn(status['conditions']).filter(({ type }) => type !== 'PodScheduled');
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: toTime(now) };
  status['conditions'] = [...others, scheduled];
}
