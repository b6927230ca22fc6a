import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { dnsLabel1035Errors } from '../../validation/names.ts';
import { serviceColumns } from '../columns/network-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent, specOf, textAt } from './fields.ts';
import { serviceErrors } from './validation/service.ts';

export const service = builtin({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  hasStatus: true,
  selectableFields: ['spec.clusterIP', 'spec.type'],
  definition: 'io.k8s.api.core.v1.Service',
  columns: serviceColumns,
  strategy: {
    nameErrors: dnsLabel1035Errors,
    returnsDeleted: true,
    setDefaults,
    prepareCreate: allocateFamilies,
    prepareUpdate: keepAllocated,
    errors: serviceErrors,
    updateErrors: (object, old) => [...clusterIpErrors(object, old), ...serviceErrors(object)],
  },
});

function setDefaults(object: KubeObject): void {
  const spec = specOf(object);
  setAbsent(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  for (const port of objectsIn(spec['ports'])) {
    setAbsent(port, { protocol: 'TCP' });
    // Absent is written as 0.
    port['targetPort'] ||= port['port'];
  }
  if (spec['sessionAffinity'] === 'ClientIP') {
    setAbsent(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } });
  }
  if (spec['type'] === 'ExternalName') return;
  setAbsent(spec, { internalTrafficPolicy: 'Cluster' });
  if (spec['type'] !== 'ClusterIP') setAbsent(spec, { externalTrafficPolicy: 'Cluster' });
  if (spec['type'] === 'LoadBalancer') setAbsent(spec, { allocateLoadBalancerNodePorts: true });
}

/** What is decided with a service's address is nobody's field. A headless one that selects nothing may have any. */
function allocateFamilies(object: KubeObject): void {
  const spec = specOf(object);
  if (spec['type'] === 'ExternalName') return;
  const isOpen = spec['clusterIP'] === 'None' && !spec['selector'];
  setAbsent(spec, {
    ipFamilies: isOpen ? ['IPv4', 'IPv6'] : ['IPv4'],
    ipFamilyPolicy: isOpen ? 'RequireDualStack' : 'SingleStack',
    ...(spec['clusterIP'] !== undefined && { clusterIPs: [spec['clusterIP']] }),
  });
}

/** A client that does not know what was allocated keeps it. */
function keepAllocated(object: KubeObject, old: KubeObject): void {
  const [spec, before] = [specOf(object), specOf(old)];
  if (spec['type'] === 'ExternalName') return;
  const allocated = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];
  setAbsent(spec, Object.assign({}, ...allocated.map((name) => pick(before, name))) as Record<string, unknown>);
}

const pick = (from: Record<string, unknown>, name: string): Record<string, unknown> =>
  from[name] === undefined ? {} : { [name]: from[name] };

function clusterIpErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [now, before] = [textAt(object, 'spec', 'clusterIP'), textAt(old, 'spec', 'clusterIP')];
  if (before === '' || now === before || specOf(object)['type'] === 'ExternalName') return [];
  return [invalid('spec.clusterIPs[0]', [now], 'may not change once set')];
}
