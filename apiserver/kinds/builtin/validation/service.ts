import type { FieldError } from '../../../errors/index.ts';
import { fieldError, forbidden, invalid, required } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { dnsLabelErrors, dnsSubdomainErrors, qualifiedNameErrors } from '../../../validation/names.ts';
import { labelsErrors } from '../../../validation/object-meta.ts';
import { portErrors, portNumberErrors } from '../../../validation/ports.ts';
import { objectsIn, specOf } from '../fields.ts';
import { addressChangeErrors, addressFieldErrors, externalAddressErrors } from '../services/address-errors.ts';
import { clusterIPsOf, HEADLESS, isHeadless, needsNodePorts } from '../services/service-fields.ts';
import { trafficChangeErrors, trafficErrors } from '../services/traffic-errors.ts';
import type { Check } from './checks.ts';
import { all, distinct, each, fields, given, judged, needed, oneOf, repeats, textOf } from './checks.ts';

const DAY_S = 86_400;

const PORT = fields({
  name: judged(dnsLabelErrors),
  port: judged(portNumberErrors),
  protocol: needed(oneOf('SCTP', 'TCP', 'UDP')),
  targetPort: judged(portErrors),
  appProtocol: judged(qualifiedNameErrors),
});

/** Two ports of one protocol and number would be one. */
const unlike: Check = (value, path) => {
  const keys = objectsIn(value).map(({ protocol, port }) => ({
    Name: '',
    Protocol: protocol,
    AppProtocol: null,
    Port: port,
    TargetPort: 0,
    NodePort: 0,
  }));
  const known = repeats(keys);
  return keys.flatMap((key, index) =>
    known[index] ? [fieldError({ type: 'duplicate', field: `${path}[${index}]`, value: key })] : [],
  );
};

/** So would two of one protocol with one number on the nodes. */
const unlikeOnNodes: Check = (value, path) => {
  const ports = objectsIn(value);
  const known = repeats(ports.map(({ protocol, nodePort }) => [protocol, nodePort]));
  return ports.flatMap(({ nodePort }, index) => {
    const field = `${path}[${index}].nodePort`;
    return nodePort && known[index] ? [fieldError({ type: 'duplicate', field, value: nodePort })] : [];
  });
};

const named = each((value, path) => ((value as JsonObject)['name'] ? [] : [required(`${path}.name`)]));

const internal = each((value, path) =>
  (value as JsonObject)['nodePort']
    ? [forbidden(`${path}.nodePort`, "may not be used when `type` is 'ClusterIP'")]
    : [],
);

const RULES = fields({
  ports: all(each(PORT), distinct('name'), unlike, unlikeOnNodes),
  type: oneOf('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
  sessionAffinity: oneOf('ClientIP', 'None'),
  'sessionAffinityConfig.clientIP.timeoutSeconds': judged<number>((seconds) =>
    seconds > 0 && seconds <= DAY_S ? [] : [`must be greater than 0 and less than ${DAY_S}`],
  ),
  selector: given((value, path) => labelsErrors(value as Record<string, string>, path)),
});

/** What is wrong with a service (core/v1, ValidateService). */
export function serviceErrors(object: KubeObject, old?: KubeObject): FieldError[] {
  const spec = specOf(object);
  const ports = objectsIn(spec['ports']);
  const isExternal = spec['type'] === 'ExternalName';
  const needsPorts = !isHeadless(spec) && !isExternal;
  return [
    ...RULES(spec, 'spec'),
    ...(needsPorts && ports.length === 0 ? [required('spec.ports')] : []),
    ...(ports.length > 1 ? named(ports, 'spec.ports') : []),
    ...(spec['type'] === 'ClusterIP' ? internal(ports, 'spec.ports') : []),
    ...(isExternal ? [...externalNameErrors(spec['externalName']), ...externalAddressErrors(spec)] : []),
    ...(needsNodePorts(spec) && isHeadless(spec) ? [headlessError(spec)] : []),
    ...addressFieldErrors(spec, old ? clusterIPsOf(specOf(old)) : []),
    ...trafficErrors(object, old),
  ];
}

export function serviceUpdateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  return [...addressChangeErrors(spec, before), ...trafficChangeErrors(spec, before), ...serviceErrors(object, old)];
}

function headlessError(spec: JsonObject): FieldError {
  return invalid('spec.clusterIPs[0]', HEADLESS, `may not be set to 'None' for ${String(spec['type'])} services`);
}

function externalNameErrors(name: unknown): FieldError[] {
  // The dot at the end of a name that is whole.
  const text = textOf(name).replace(/\.$/, '');
  if (text === '') return [required('spec.externalName')];
  return dnsSubdomainErrors(text).map((detail) => invalid('spec.externalName', text, detail));
}
