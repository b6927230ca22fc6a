import type { KubeObject } from '../../../object/kube-object.ts';
import { specOf } from '../fields.ts';
import { HEADLESS } from './service-fields.ts';

const HINTS = 'service.kubernetes.io/topology-aware-hints';
const MODE = 'service.kubernetes.io/topology-mode';

/** What a service says in vain (api/service, GetWarningsForService); addresses in unusual forms are not told of. */
export function serviceWarnings(object: KubeObject): string[] {
  const spec = specOf(object);
  const { type, clusterIP, externalName, sessionAffinity, loadBalancerIP } = spec;
  const hasAddresses = ((spec['externalIPs'] ?? []) as unknown[]).length > 0;
  const isHeadless = type === 'ClusterIP' && clusterIP === HEADLESS;
  const isExternal = type === 'ExternalName';
  const told: readonly (readonly [boolean, string])[] = [
    [
      object.metadata.annotations?.[HINTS] !== undefined,
      `annotation ${HINTS} is deprecated, please use ${MODE} instead`,
    ],
    [isHeadless && Boolean(loadBalancerIP), 'spec.loadBalancerIP is ignored for headless services'],
    [isHeadless && hasAddresses, 'spec.externalIPs is ignored for headless services'],
    [isHeadless && sessionAffinity !== 'None', 'spec.SessionAffinity is ignored for headless services'],
    [isExternal && hasAddresses, 'spec.externalIPs is ignored when spec.type is "ExternalName"'],
    [!isExternal && Boolean(externalName), 'spec.externalName is ignored when spec.type is not "ExternalName"'],
  ];
  return told.filter(([holds]) => holds).map(([, text]) => text);
}
