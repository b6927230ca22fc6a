import type { FieldError } from '../../errors/index.ts';
import { forbidden } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import type { Subresource } from '../resource.ts';
import { podColumns } from '../columns/pod-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent, specOf, textAt } from './fields.ts';
import { setPodSpecDefaults, setRequestsOfLimits } from './pod-spec-defaults.ts';
import { ephemeralContainers, resize } from './pod-subresources.ts';
import { qosClassOf } from './qos-class.ts';
import { podWarnings } from './validation/fractional-bytes.ts';
import { podSpecErrors } from './validation/pod-spec.ts';
import { podUpdateErrors } from './validation/pod-update.ts';

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
    { name: 'ephemeralcontainers', verbs: ['get', 'patch', 'update'], kind: core('Pod') },
    { name: 'eviction', verbs: ['create'], kind: { group: 'policy', version: 'v1', kind: 'Eviction' } },
    connection('exec', 'PodExecOptions'),
    { name: 'log', verbs: ['get'], kind: core('Pod'), isText: true },
    connection('portforward', 'PodPortForwardOptions'),
    { name: 'resize', verbs: ['get', 'patch', 'update'], kind: core('Pod') },
  ],
  columns: podColumns,
  strategy: {
    countsGenerations: true,
    returnsDeleted: true,
    setDefaults,
    prepareCreate,
    warnings: (object, old) => (old ? [] : podWarnings(object['spec'], 'spec')),
    errors: createErrors,
    updateErrors: podUpdateErrors,
    updates: { ephemeralcontainers: ephemeralContainers, resize },
    gracePeriodSeconds,
  },
});

const GATED = {
  type: 'PodScheduled',
  status: 'False',
  lastProbeTime: null,
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

function prepareCreate(object: KubeObject): void {
  const spec = specOf(object);
  const isGated = objectsIn(spec['schedulingGates']).length > 0;
  const lastTransitionTime = object.metadata.creationTimestamp;
  const conditions = isGated && { conditions: [{ ...GATED, lastTransitionTime }] };
  object['status'] = { phase: 'Pending', ...conditions, qosClass: qosClassOf(spec) };
}

function createErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const has = (name: string): boolean => objectsIn(spec[name]).length > 0;
  const isPlaced = Boolean(spec['nodeName']) && has('schedulingGates');
  return [
    ...podSpecErrors(spec, 'spec'),
    ...(has('ephemeralContainers') ? [forbidden('spec.ephemeralContainers', 'cannot be set on create')] : []),
    ...(isPlaced ? [forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')] : []),
  ];
}

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

/** A pod that runs nowhere, or no longer, goes at once; another when its node says so (core, CheckGracefulDelete). */
function gracePeriodSeconds(object: KubeObject, requested: number | undefined): number {
  const spec = specOf(object);
  const isOver = ['Failed', 'Succeeded'].includes(textAt(object, 'status', 'phase'));
  if (!spec['nodeName'] || isOver) return 0;
  const own = spec['terminationGracePeriodSeconds'];
  const period = requested ?? (typeof own === 'number' ? own : DEFAULT_GRACE_S);
  return period < 0 ? 1 : period;
}
