import { controllerReference } from '../objects/owners.ts';
import { matchesLabels } from '../objects/label-selector.ts';
import type { Endpoint, EndpointSlice, Service } from '../objects/network.ts';
import { isFinished, isReady } from '../objects/pod-conditions.ts';
import type { Pod } from '../objects/pod.ts';

/** Value of the managed-by label on the slices written here. */
export const MANAGED_BY = 'local-endpointslice-controller.durasync.dev';

/**
 * The one slice of a Service, or undefined when the Service has no selector.
 *
 * The API server refuses loopback addresses in IPv4 slices, and the pods here have nothing else. So the slice is of type
 * FQDN and carries the address in its text form, which every resolver turns into the address itself. Readers that only
 * look at IPv4 slices see no endpoints: that is true, nothing outside this host could reach them.
 */
export function desiredEndpointSlice(service: Service, pods: readonly Pod[]): EndpointSlice | undefined {
  const { selector } = service.spec;
  if (!selector || Object.keys(selector).length === 0) return undefined;
  const backends = pods
    .filter((pod) => pod.metadata.namespace === service.metadata.namespace)
    .filter((pod) => matchesLabels(selector, pod.metadata.labels) && !isFinished(pod) && pod.status?.podIP)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service.metadata.name}-local`,
      ...(service.metadata.namespace !== undefined && { namespace: service.metadata.namespace }),
      labels: {
        'kubernetes.io/service-name': service.metadata.name,
        'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
      },
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'FQDN',
    endpoints: backends.map((pod) => endpoint(service, pod)),
    ports: slicePorts(service, backends),
  };
}

function endpoint(service: Service, pod: Pod): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: {
      ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    ...(pod.spec.nodeName !== undefined && { nodeName: pod.spec.nodeName }),
    targetRef: {
      kind: 'Pod',
      name: pod.metadata.name,
      namespace: pod.metadata.namespace ?? '',
      uid: pod.metadata.uid ?? '',
    },
  };
}

/** A named targetPort is looked up in the first pod that has it; a port no pod has is left out. */
function slicePorts(service: Service, pods: readonly Pod[]): EndpointSlice['ports'] {
  return (service.spec.ports ?? []).flatMap(({ name = '', port, protocol = 'TCP', targetPort = port, appProtocol }) => {
    const number = typeof targetPort === 'number' ? targetPort : namedPort(pods, targetPort);
    if (number === undefined) return [];
    return [{ name, port: number, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

function namedPort(pods: readonly Pod[], name: string): number | undefined {
  const ports = pods.flatMap((pod) => pod.spec.containers.flatMap((container) => container.ports ?? []));
  return ports.find((port) => port.name === name)?.containerPort;
}
