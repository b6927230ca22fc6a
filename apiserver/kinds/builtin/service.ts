import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { dnsLabel1035Errors } from '../../validation/names.ts';
import { serviceColumns } from '../columns/network-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent, specOf, valueAt } from './fields.ts';
import { dropFieldsOfOldType, isReachable } from './services/allocated-fields.ts';
import { serviceWarnings } from './services/service-warnings.ts';
import { serviceErrors, serviceUpdateErrors } from './validation/service.ts';

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
    createsOnUpdate: true,
    setDefaults,
    prepareCreate: dropUnshown,
    prepareUpdate,
    errors: (object) => serviceErrors(object),
    updateErrors: serviceUpdateErrors,
    warnings: serviceWarnings,
  },
});

const AFFINITY = { clientIP: { timeoutSeconds: 10_800 } };

function setDefaults(object: KubeObject): void {
  const spec = specOf(object);
  setAbsent(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  setAffinity(spec);
  for (const port of objectsIn(spec['ports'])) {
    setAbsent(port, { protocol: 'TCP' });
    // Absent is written as 0.
    port['targetPort'] ||= port['port'];
  }
  if (isReachable(spec)) setAbsent(spec, { externalTrafficPolicy: 'Cluster' });
  if (['ClusterIP', 'LoadBalancer', 'NodePort'].includes(spec['type'] as string)) {
    setAbsent(spec, { internalTrafficPolicy: 'Cluster' });
  }
  if (spec['type'] !== 'LoadBalancer') return;
  setAbsent(spec, { allocateLoadBalancerNodePorts: true });
  for (const ingress of objectsIn(valueAt(object, 'status', 'loadBalancer', 'ingress'))) {
    if (ingress['ip']) setAbsent(ingress, { ipMode: 'VIP' });
  }
}

function setAffinity(spec: JsonObject): void {
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig'];
  const isTimed = valueAt(spec, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds') !== undefined;
  if (spec['sessionAffinity'] === 'ClientIP' && !isTimed) spec['sessionAffinityConfig'] = structuredClone(AFFINITY);
}

/** There is nothing inside a cluster that traffic would go to. */
function dropUnshown(object: KubeObject): void {
  if (specOf(object)['type'] === 'ExternalName') delete specOf(object)['internalTrafficPolicy'];
}

function prepareUpdate(object: KubeObject, old: KubeObject): void {
  const spec = specOf(object);
  dropUnshown(object);
  dropFieldsOfOldType(spec, specOf(old));
  if (spec['type'] === 'LoadBalancer' || !isJsonObject(object['status'])) return;
  object['status'] = { ...object['status'], loadBalancer: {} };
}
