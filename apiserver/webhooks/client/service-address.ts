import { objectsIn, specOf, textAt } from '../../kinds/builtin/fields.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';

export type Address = { readonly host: string; readonly port: number };

/**
 * Where a service answers on one of its ports. There is no network of the cluster's here that would lead from a cluster
 * IP to a pod, so a ready endpoint is taken, or an external name as it is.
 * @param slices the EndpointSlices of the service
 * @throws Error in the words of kube-apiserver
 */
export function serviceAddress(service: KubeObject, slices: readonly KubeObject[], port: number): Address {
  const spec = specOf(service);
  if (spec['type'] === 'ExternalName') return { host: textAt(spec, 'externalName'), port };
  const { name = '' } = service.metadata;
  const servicePort = objectsIn(spec['ports']).find((candidate) => candidate['port'] === port);
  if (!servicePort) throw new Error(`no service port ${port} found for service ${JSON.stringify(name)}`);
  for (const slice of slices) {
    const address = readyAddress(slice, textAt(servicePort, 'name'));
    if (address) return address;
  }
  throw new Error(`no endpoints available for service ${JSON.stringify(name)}`);
}

function readyAddress(slice: KubeObject, portName: string): Address | undefined {
  const port = objectsIn(slice['ports']).find((candidate) => textAt(candidate, 'name') === portName)?.['port'];
  const host = objectsIn(slice['endpoints']).filter(isReady).map(firstAddress).find(Boolean);
  return typeof port === 'number' && host ? { host, port } : undefined;
}

const isReady = ({ conditions }: JsonObject): boolean => !isJsonObject(conditions) || conditions['ready'] !== false;

const firstAddress = ({ addresses }: JsonObject): string =>
  Array.isArray(addresses) && typeof addresses[0] === 'string' ? addresses[0] : '';
