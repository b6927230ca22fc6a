import { setCondition, type ConditionWish } from '../../controllers/objects/conditions.ts';
import type { Condition } from '../../controllers/objects/meta.ts';
import type { Pod } from '../../controllers/objects/pod.ts';
import type { ContainerStatus, PodPhase, PodStatus } from '../../controllers/objects/pod-status.ts';

/** What a pod's status is made from. */
export interface StatusInputs {
  readonly pod: Pod;
  readonly podIP: string;
  readonly hostIP: string;
  readonly startTime: string;
  readonly init: readonly ContainerStatus[];
  readonly containers: readonly ContainerStatus[];
  /** Conditions as they were last published; those of the pod object may be older. */
  readonly published?: readonly Condition[] | undefined;
  /** No container will be started any more. */
  readonly ended: boolean;
}

/** The conditions that a node sets. */
const OWN = new Set(['PodScheduled', 'Initialized', 'ContainersReady', 'Ready']);

/** The status of a pod at a time (RFC 3339); conditions that others set are kept. */
export function buildPodStatus(inputs: StatusInputs, now: string): PodStatus {
  const { pod, podIP, hostIP, startTime, init, containers } = inputs;
  const phase = podPhase(inputs);
  const present = pod.status?.conditions ?? [];
  const before = [
    ...present.filter(({ type }) => !OWN.has(type)),
    ...(inputs.published ?? present).filter(({ type }) => OWN.has(type)),
  ];
  const conditions = podConditions(inputs, phase).reduce((list, wish) => setCondition(list, wish, now), before);
  return {
    phase,
    conditions,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime,
    ...(pod.status?.qosClass !== undefined && { qosClass: pod.status.qosClass }),
    ...(init.length > 0 && { initContainerStatuses: [...init] }),
    containerStatuses: [...containers],
  };
}

const succeeded = (status: ContainerStatus): boolean => status.state.terminated?.exitCode === 0;
const hasRun = (status: ContainerStatus): boolean =>
  Boolean(status.state.running ?? status.state.terminated ?? status.lastState.terminated);

/** The rules of https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase. */
export function podPhase({ init, containers, ended }: Pick<StatusInputs, 'init' | 'containers' | 'ended'>): PodPhase {
  if (ended) return [...init, ...containers].every(succeeded) ? 'Succeeded' : 'Failed';
  if (!init.every(succeeded)) return 'Pending';
  return containers.some(hasRun) ? 'Running' : 'Pending';
}

function podConditions({ init, containers, ended }: StatusInputs, phase: PodPhase): ConditionWish[] {
  const uninitialized = init.filter((status) => !succeeded(status)).map(({ name }) => name);
  const unready = containers.filter((status) => !status.ready).map(({ name }) => name);
  const notReady = ended
    ? { status: 'False' as const, reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : {
        status: 'False' as const,
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${unready.join(' ')}]`,
      };
  const ready = !ended && unready.length === 0 ? { status: 'True' as const } : notReady;
  return [
    { type: 'PodScheduled', status: 'True' },
    uninitialized.length === 0
      ? { type: 'Initialized', status: 'True' }
      : {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${uninitialized.join(' ')}]`,
        },
    { type: 'ContainersReady', ...ready },
    { type: 'Ready', ...ready },
  ];
}
