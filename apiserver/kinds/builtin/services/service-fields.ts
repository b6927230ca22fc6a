import { objectsIn, textAt, valueAt } from '../fields.ts';
import type { JsonObject } from '../../../object/kube-object.ts';

export const HEADLESS = 'None';

/** What is decided of a service by its type (core/v1, ServiceSpec). */
export const needsAddress = (spec: JsonObject): boolean => spec['type'] !== 'ExternalName';
export const needsNodePorts = ({ type }: JsonObject): boolean => type === 'NodePort' || type === 'LoadBalancer';
export const needsHealthCheck = ({ type, externalTrafficPolicy }: JsonObject): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local';

/** Whether ports get a number on each node that say nothing of it. */
export const givesNodePorts = (spec: JsonObject): boolean =>
  spec['type'] === 'NodePort' || (needsNodePorts(spec) && spec['allocateLoadBalancerNodePorts'] === true);

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export const clusterIPsOf = (spec: JsonObject): string[] => textsIn(spec['clusterIPs']);
export const familiesOf = (spec: JsonObject): string[] => textsIn(spec['ipFamilies']);

export const portsOf = (spec: JsonObject): JsonObject[] => objectsIn(spec['ports']);

/** The numbers a service's ports have on each node; of its health checks too, where it has them. */
export function nodePortsOf(spec: JsonObject): number[] {
  const own = portsOf(spec).map(({ nodePort }) => Number(nodePort ?? 0));
  return own.filter((port) => port > 0);
}

export const healthPortOf = (spec: JsonObject): number => Number(valueAt(spec, 'healthCheckNodePort') ?? 0);

export const policyOf = (spec: JsonObject): string => textAt(spec, 'ipFamilyPolicy');

export const isHeadless = (spec: JsonObject): boolean => {
  const [first, ...others] = clusterIPsOf(spec);
  return first === HEADLESS && others.length === 0;
};

export const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);
