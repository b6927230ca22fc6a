import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';
import type { Node } from '../../controllers/objects/cluster.ts';
import { setCondition } from '../../controllers/objects/conditions.ts';
import type { HostCapacity } from '../container/field-path.ts';

/** Pods that one node takes; the loopback range holds many more. */
const MAX_PODS = '1000';

/** Kubernetes names processors as Go does. */
const GO_ARCH: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** What this machine has. */
export const hostCapacity = (): HostCapacity => ({ cpus: cpus().length, memoryBytes: totalmem() });

/** Labels that every node has. */
export function nodeLabels(name: string): Record<string, string> {
  const architecture = GO_ARCH[arch()] ?? arch();
  return {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': platform(),
    'kubernetes.io/arch': architecture,
    'node.kubernetes.io/instance-type': 'process',
  };
}

/** The node's status. Only an InternalIP: the API server would try a host name first, and it may not resolve. */
export function nodeStatus(
  old: Node['status'],
  inputs: { port: number; hostIP: string; ready: boolean; now: string },
): NonNullable<Node['status']> {
  const { port, hostIP, ready, now } = inputs;
  const { cpus: count, memoryBytes } = hostCapacity();
  const resources = { cpu: String(count), memory: `${Math.floor(memoryBytes / 1024)}Ki`, pods: MAX_PODS };
  const wish = ready
    ? { type: 'Ready', status: 'True' as const, reason: 'NodeReady', message: 'the process node is running pods' }
    : { type: 'Ready', status: 'False' as const, reason: 'NodeStopped', message: 'the process node was stopped' };
  const conditions = setCondition(old?.conditions ?? [], wish, now);
  return {
    conditions: conditions.map((condition) => ({ ...condition, lastHeartbeatTime: now })),
    capacity: resources,
    allocatable: resources,
    addresses: [{ type: 'InternalIP', address: hostIP }],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
    nodeInfo: {
      architecture: GO_ARCH[arch()] ?? arch(),
      operatingSystem: platform(),
      kernelVersion: release(),
      osImage: `processes on ${hostname()}`,
      containerRuntimeVersion: 'process://1',
      kubeletVersion: 'durasync-local',
      kubeProxyVersion: '',
      machineID: '',
      systemUUID: '',
      bootID: '',
    },
  };
}
