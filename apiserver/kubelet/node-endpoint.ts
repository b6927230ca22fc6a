import { objectsIn, textAt, valueAt } from '../kinds/builtin/fields.ts';
import type { KubeObject } from '../object/kube-object.ts';

/** Where a node's kubelet listens. */
export type NodeEndpoint = { readonly host: string; readonly port: number };

const DEFAULT_PORT = 10_250;

/** Kinds of a node's addresses (core/v1, NodeAddressType), those to take first. */
export const DEFAULT_ADDRESS_TYPES = ['InternalIP', 'Hostname', 'InternalDNS', 'ExternalIP', 'ExternalDNS'];

/** @throws Error if the node has no address of these kinds */
export function nodeEndpoint(node: KubeObject, preferred: readonly string[]): NodeEndpoint {
  const addresses = objectsIn(valueAt(node, 'status', 'addresses'));
  const first = preferred.flatMap((type) => addresses.filter((address) => address['type'] === type))[0];
  if (!first) {
    const types = addresses.map((address) => textAt(address, 'type')).join(' ');
    throw new Error(`no preferred addresses found; known addresses: [${types}]`);
  }
  const port = valueAt(node, 'status', 'daemonEndpoints', 'kubeletEndpoint', 'Port');
  return { host: textAt(first, 'address'), port: typeof port === 'number' && port > 0 ? port : DEFAULT_PORT };
}
