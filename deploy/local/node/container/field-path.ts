import { parseQuantity } from '../../../../resources/quantity.ts';
import type { Container, Pod } from '../../controllers/objects/pod.ts';

/** What this host has, for limits that a container does not set. */
export interface HostCapacity {
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** Facts about a pod that its own object may not show yet. */
export interface PodFacts {
  readonly pod: Pod;
  readonly podIP: string;
  readonly hostIP: string;
  readonly nodeName: string;
  readonly capacity: HostCapacity;
}

const SIMPLE: Readonly<Record<string, (facts: PodFacts) => string>> = {
  'metadata.name': ({ pod }) => pod.metadata.name,
  'metadata.namespace': ({ pod }) => pod.metadata.namespace ?? '',
  'metadata.uid': ({ pod }) => pod.metadata.uid ?? '',
  'metadata.labels': ({ pod }) => asLines(pod.metadata.labels),
  'metadata.annotations': ({ pod }) => asLines(pod.metadata.annotations),
  'spec.nodeName': ({ nodeName }) => nodeName,
  'spec.serviceAccountName': ({ pod }) => pod.spec.serviceAccountName ?? 'default',
  'status.podIP': ({ podIP }) => podIP,
  'status.podIPs': ({ podIP }) => podIP,
  'status.hostIP': ({ hostIP }) => hostIP,
  'status.hostIPs': ({ hostIP }) => hostIP,
};

const asLines = (map: Readonly<Record<string, string>> = {}): string =>
  Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');

/**
 * The value of a downward API field.
 * @throws RangeError for a field that Kubernetes does not offer either
 */
export function fieldValue(fieldPath: string, facts: PodFacts): string {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(fieldPath);
  if (keyed?.[2] !== undefined) return facts.pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2]] ?? '';
  const read = SIMPLE[fieldPath];
  if (!read) throw new RangeError(`fieldRef "${fieldPath}" is not supported`);
  return read(facts);
}

/**
 * The value of `limits.cpu`, `requests.memory` and so on, in units of the divisor (1 core, 1 byte) and rounded up.
 * An unset limit is what the host has; an unset request is 0.
 */
export function resourceValue(container: Container, resource: string, divisor: string, capacity: HostCapacity): string {
  const [kind, name] = resource.split('.');
  if ((kind !== 'limits' && kind !== 'requests') || (name !== 'cpu' && name !== 'memory')) {
    throw new RangeError(`resourceFieldRef "${resource}" is not supported; use limits or requests of cpu or memory`);
  }
  const host = name === 'cpu' ? String(capacity.cpus) : String(capacity.memoryBytes);
  const text = container.resources?.[kind]?.[name] ?? (kind === 'limits' ? host : '0');
  const unit = divisor === '' || divisor === '0' ? '1' : divisor;
  return String(Math.ceil(amount(text) / amount(unit)));
}

/** parseQuantity has no `m`, which only CPU counts use. */
const amount = (text: string): number => (text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : exact(text));

const exact = (text: string): number => (/^[0-9.]+$/.test(text) ? Number(text) : parseQuantity(text));
