import type { FieldError } from '../../errors/index.ts';
import { required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { addressErrors, addressWarnings, endpointErrors } from '../../validation/addresses.ts';
import { dnsLabelErrors, dnsSubdomainErrors, qualifiedNameErrors } from '../../validation/names.ts';
import { portNumberErrors } from '../../validation/ports.ts';
import { endpointsColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent, textAt } from './fields.ts';
import type { Check } from './validation/checks.ts';
import { each, fields, judged, needed, oneOf, textOf, wrong } from './validation/checks.ts';

export const endpoints = builtin({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  shortNames: ['ep'],
  definition: 'io.k8s.api.core.v1.Endpoints',
  columns: endpointsColumns,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  strategy: {
    createsOnUpdate: true,
    setDefaults: (object) => {
      const ports = objectsIn(object['subsets']).flatMap((subset) => objectsIn(subset['ports']));
      for (const port of ports) setAbsent(port, { protocol: 'TCP' });
    },
    warnings,
    errors: (object) => SUBSETS(object['subsets'], 'subsets'),
    // What was there is let be.
    updateErrors: (object, old): FieldError[] =>
      equalJson(object['subsets'], old['subsets']) ? [] : SUBSETS(object['subsets'], 'subsets'),
  },
});

const ADDRESS = fields({
  // kube-apiserver asks twice whether it is one.
  ip: (value, path) => {
    const problems = addressErrors(textOf(value));
    const also = problems.length > 0 ? ['must be a valid IP address'] : endpointErrors(textOf(value));
    return wrong(textOf(value), path, [...problems, ...also]);
  },
  hostname: judged(dnsLabelErrors),
  nodeName: judged(dnsSubdomainErrors),
});

const PORT = fields({
  name: judged(dnsLabelErrors),
  port: (value, path) => wrong(value ?? 0, path, portNumberErrors((value ?? 0) as number)),
  protocol: needed(oneOf('SCTP', 'TCP', 'UDP')),
  appProtocol: judged(qualifiedNameErrors),
});

const NAMED: Check = fields({ name: needed() });
const LISTS = ['addresses', 'notReadyAddresses'];

const SUBSETS: Check = each((subset, path) => {
  const of = subset as KubeObject;
  const isEmpty = LISTS.every((list) => objectsIn(of[list]).length === 0);
  const names = objectsIn(of['ports']).length > 1 ? each(NAMED)(of['ports'], `${path}.ports`) : [];
  return [
    ...(isEmpty ? [required(path, 'must specify `addresses` or `notReadyAddresses`')] : []),
    ...LISTS.flatMap((list) => each(ADDRESS)(of[list], `${path}.${list}`)),
    ...each(PORT)(of['ports'], `${path}.ports`),
    ...names,
  ];
});

/** Of a controller's own nothing is told. */
function warnings(object: KubeObject): string[] {
  if (object.metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return [];
  return objectsIn(object['subsets']).flatMap((subset, index) =>
    LISTS.flatMap((list) =>
      objectsIn(subset[list]).flatMap((address, at) =>
        addressWarnings(textAt(address, 'ip'), `subsets[${index}].${list}[${at}].ip`),
      ),
    ),
  );
}
