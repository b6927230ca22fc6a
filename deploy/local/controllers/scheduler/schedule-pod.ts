import { isTrue } from '../objects/conditions.ts';
import type { Node } from '../objects/cluster.ts';
import { matchesLabels } from '../objects/label-selector.ts';
import { isActive } from '../objects/pod-conditions.ts';
import type { Pod } from '../objects/pod.ts';

/** Where a pod goes, or why it goes nowhere (the text of its PodScheduled condition). */
export type Placement = { readonly node: string } | { readonly unschedulable: string };

/** Whether this scheduler has to place the pod. */
export function needsPlacement(pod: Pod): boolean {
  const { nodeName, schedulerName = 'default-scheduler', schedulingGates = [] } = pod.spec;
  return !nodeName && isActive(pod) && schedulerName === 'default-scheduler' && schedulingGates.length === 0;
}

/** Places a pod on the first fitting node by name. Only readiness, cordons and nodeSelector count: no resources, no affinity. */
export function schedulePod(pod: Pod, nodes: readonly Node[]): Placement {
  const reasons = new Map<string, number>();
  for (const node of [...nodes].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
    const reason = misfit(pod, node);
    if (reason === undefined) return { node: node.metadata.name };
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const text = [...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ');
  return { unschedulable: `0/${nodes.length} nodes are available${text && `: ${text}`}.` };
}

function misfit(pod: Pod, node: Node): string | undefined {
  if (!isTrue(node.status?.conditions, 'Ready')) return 'node(s) were not ready';
  if (node.spec?.unschedulable === true) return 'node(s) were unschedulable';
  if (!matchesLabels(pod.spec.nodeSelector, node.metadata.labels)) return "node(s) didn't match Pod's node selector";
  return undefined;
}
