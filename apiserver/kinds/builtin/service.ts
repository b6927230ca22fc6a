import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { dnsLabelErrors } from '../../validation/names.ts';
import { serviceColumns } from '../columns/network-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent, specOf, textAt } from './fields.ts';
import type { SpecRules } from './spec-rules.ts';
import { specRuleErrors } from './spec-rules.ts';

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
    nameErrors: dnsLabelErrors,
    returnsDeleted: true,
    setDefaults,
    prepareCreate: allocateFamilies,
    prepareUpdate: keepAllocated,
    errors,
    updateErrors: (object, old) => [...clusterIpErrors(object, old), ...errors(object)],
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

const RULES: SpecRules = {
  oneOf: {
    type: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
    sessionAffinity: ['ClientIP', 'None'],
  },
};

function errors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const ports = objectsIn(spec['ports']);
  const isHeadless = spec['clusterIP'] === 'None';
  const needsPorts = !isHeadless && spec['type'] !== 'ExternalName';
  return [
    ...specRuleErrors(spec, RULES),
    ...(needsPorts && ports.length === 0 ? [required('spec.ports')] : []),
    ...(spec['type'] === 'ExternalName' && !spec['externalName'] ? [required('spec.externalName')] : []),
    ...ports.flatMap(({ name, port }, index) => {
      const isPort = typeof port === 'number' && port > 0 && port < 65_536;
      const field = `spec.ports[${index}]`;
      return [
        ...(ports.length > 1 && !name ? [required(`${field}.name`)] : []),
        ...(isPort ? [] : [invalid(`${field}.port`, port, 'must be between 1 and 65535, inclusive')]),
      ];
    }),
  ];
}

function clusterIpErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [now, before] = [textAt(object, 'spec', 'clusterIP'), textAt(old, 'spec', 'clusterIP')];
  if (before === '' || now === before || specOf(object)['type'] === 'ExternalName') return [];
  return [invalid('spec.clusterIPs[0]', [now], 'may not change once set')];
}
