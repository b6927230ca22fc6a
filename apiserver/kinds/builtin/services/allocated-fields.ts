import type { JsonObject } from '../../../object/kube-object.ts';
import {
  clusterIPsOf,
  healthPortOf,
  needsAddress,
  needsHealthCheck,
  needsNodePorts,
  nodePortsOf,
  portsOf,
  sameTexts,
} from './service-fields.ts';

/** Gives a changed spec, in place, what was allocated before and a client that does not know of it left out. */
export function keepAllocated(spec: JsonObject, old: JsonObject): void {
  if (needsAddress(spec) && needsAddress(old)) keepAddresses(spec, old);
  if (needsNodePorts(spec) && needsNodePorts(old)) keepNodePorts(spec, old);
  if (needsHealthCheck(spec) && needsHealthCheck(old) && healthPortOf(spec) === 0 && healthPortOf(old) > 0) {
    spec['healthCheckNodePort'] = healthPortOf(old);
  }
}

function keepAddresses(spec: JsonObject, old: JsonObject): void {
  if (!spec['clusterIP'] && old['clusterIP']) spec['clusterIP'] = old['clusterIP'];
  if (clusterIPsOf(spec).length === 0 && clusterIPsOf(old).length > 0) spec['clusterIPs'] = clusterIPsOf(old);
}

/** By the names of ports, unless another has the number now. */
function keepNodePorts(spec: JsonObject, old: JsonObject): void {
  const used = nodePortsOf(spec);
  const numbers = new Map(portsOf(old).map(({ name, nodePort }) => [name ?? '', nodePort]));
  for (const port of portsOf(spec)) {
    const before = Number(numbers.get(port['name'] ?? '') ?? 0);
    if (!port['nodePort'] && before > 0 && !used.includes(before)) port['nodePort'] = before;
  }
}

/** Makes the one address of old clients and the list of new ones, in place, say the same where it is clear what is meant. */
export function alignClusterIPs(spec: JsonObject, old: JsonObject | undefined): void {
  const [single, list] = [spec['clusterIP'], clusterIPsOf(spec)];
  if (!old) {
    if (single && list.length === 0) spec['clusterIPs'] = [single];
    return;
  }
  const before = clusterIPsOf(old);
  if (single === old['clusterIP']) {
    if (before.length > 0 && list.length === 0) spec['clusterIPs'] = before;
    return;
  }
  if (!sameTexts(list, before)) return;
  if (single) spec['clusterIPs'] = [single];
  else delete spec['clusterIPs'];
}

/** Takes away, in place, what no longer goes with a service's type, unless it was changed too: then it is refused. */
export function dropFieldsOfOldType(spec: JsonObject, old: JsonObject): void {
  if (needsAddress(old) && !needsAddress(spec)) dropAddresses(spec, old);
  if (needsNodePorts(old) && !needsNodePorts(spec)) dropNodePorts(spec, old);
  const dropped = DEPENDENT.filter(({ holds }) => holds(old) && !holds(spec)).flatMap(({ names }) => names);
  for (const name of dropped) if (spec[name] === old[name]) delete spec[name];
}

/** Fields that only some services have. */
const DEPENDENT = [
  { holds: needsHealthCheck, names: ['healthCheckNodePort'] },
  {
    holds: ({ type }: JsonObject): boolean => type === 'LoadBalancer',
    names: ['allocateLoadBalancerNodePorts', 'loadBalancerClass'],
  },
  { holds: isReachable, names: ['externalTrafficPolicy'] },
];

/** Whether a service can be reached from outside its cluster. */
export function isReachable(spec: JsonObject): boolean {
  return (
    needsNodePorts(spec) || (spec['type'] === 'ClusterIP' && ((spec['externalIPs'] ?? []) as unknown[]).length > 0)
  );
}

function dropAddresses(spec: JsonObject, old: JsonObject): void {
  if (spec['clusterIP'] === old['clusterIP'] && sameTexts(clusterIPsOf(spec), clusterIPsOf(old))) {
    delete spec['clusterIP'];
    delete spec['clusterIPs'];
  }
  if (JSON.stringify(spec['ipFamilies']) === JSON.stringify(old['ipFamilies'])) delete spec['ipFamilies'];
  if (spec['ipFamilyPolicy'] === old['ipFamilyPolicy']) delete spec['ipFamilyPolicy'];
}

function dropNodePorts(spec: JsonObject, old: JsonObject): void {
  const before = nodePortsOf(old);
  if (!nodePortsOf(spec).every((number) => before.includes(number))) return;
  for (const port of portsOf(spec)) delete port['nodePort'];
}
