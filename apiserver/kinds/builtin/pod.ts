import type { FieldError } from '../../errors/index.ts';
import { forbidden } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { cloneJson, equalJson, isJsonObject } from '../../object/kube-object.ts';
import type { Subresource } from '../resource.ts';
import { podColumns } from '../columns/pod-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent, specOf, textAt } from './fields.ts';
import { setPodSpecDefaults, setRequestsOfLimits } from './pod-spec-defaults.ts';
import { podSpecErrors } from './validation/pod-spec.ts';

const DEFAULT_GRACE_S = 30;

export const pod = builtin({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  hasStatus: true,
  definition: 'io.k8s.api.core.v1.Pod',
  selectableFields: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  subresources: [
    connection('attach', 'PodAttachOptions'),
    { name: 'binding', verbs: ['create'], kind: core('Binding') },
    { name: 'eviction', verbs: ['create'], kind: { group: 'policy', version: 'v1', kind: 'Eviction' } },
    connection('exec', 'PodExecOptions'),
    { name: 'log', verbs: ['get'], kind: core('Pod'), isText: true },
    connection('portforward', 'PodPortForwardOptions'),
  ],
  columns: podColumns,
  strategy: {
    countsGenerations: true,
    returnsDeleted: true,
    setDefaults,
    prepareCreate: (object) => {
      object['status'] = { phase: 'Pending', qosClass: qosClassOf(specOf(object)) };
    },
    errors: (object) => podSpecErrors(specOf(object), 'spec'),
    updateErrors,
    gracePeriodSeconds,
  },
});

function core(kind: string): Subresource['kind'] {
  return { group: '', version: 'v1', kind };
}

function connection(name: string, kind: string): Subresource {
  return { name, verbs: ['create', 'get'], kind: core(kind), isText: true };
}

function setDefaults(object: KubeObject): void {
  const spec = specOf(object);
  setAbsent(spec, { enableServiceLinks: true });
  setPodSpecDefaults(spec);
  setRequestsOfLimits(spec);
  setAddresses(object['status']);
}

/** The first of many addresses is the one there was before there were many. */
function setAddresses(status: unknown): void {
  if (isJsonObject(status) && status['podIP']) setAbsent(status, { podIPs: [{ ip: status['podIP'] }] });
}

/** How sure a pod can be of its resources (core, qos). */
function qosClassOf(spec: JsonObject): string {
  const containers = [...objectsIn(spec['initContainers']), ...objectsIn(spec['containers'])];
  const resources = containers.map((container) => (isJsonObject(container['resources']) ? container['resources'] : {}));
  const sums = resources.map(({ limits, requests }) => ({
    limits: isJsonObject(limits) ? limits : {},
    requests: isJsonObject(requests) ? requests : {},
  }));
  if (sums.every(({ limits, requests }) => !hasAny(limits) && !hasAny(requests))) return 'BestEffort';
  const isGuaranteed = sums.every(({ limits, requests }) =>
    MEASURED.every((name) => limits[name] !== undefined && limits[name] === requests[name]),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

const MEASURED = ['cpu', 'memory'];
const hasAny = (amounts: JsonObject): boolean => MEASURED.some((name) => amounts[name] !== undefined);

const FORBIDDEN =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** Almost nothing of a pod's spec may change. */
function updateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const same = equalJson(withoutChangeable(specOf(object)), withoutChangeable(specOf(old)));
  return [...podSpecErrors(specOf(object), 'spec'), ...(same ? [] : [forbidden('spec', FORBIDDEN)])];
}

function withoutChangeable(spec: JsonObject): JsonObject {
  const copy = cloneJson(spec);
  for (const name of ['activeDeadlineSeconds', 'tolerations', 'terminationGracePeriodSeconds']) delete copy[name];
  for (const list of ['containers', 'initContainers']) {
    for (const container of objectsIn(copy[list])) delete container['image'];
  }
  return copy;
}

/** A pod that runs nowhere, or no longer, goes at once; another when its node says so (core, CheckGracefulDelete). */
function gracePeriodSeconds(object: KubeObject, requested: number | undefined): number {
  const spec = specOf(object);
  const isOver = ['Failed', 'Succeeded'].includes(textAt(object, 'status', 'phase'));
  if (!spec['nodeName'] || isOver) return 0;
  const own = spec['terminationGracePeriodSeconds'];
  const period = requested ?? (typeof own === 'number' ? own : DEFAULT_GRACE_S);
  return period < 0 ? 1 : period;
}
