import { isIP } from 'node:net';
import type { FieldError } from '../../../errors/index.ts';
import { fieldError, forbidden, invalid, required } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { dnsLabelErrors, dnsSubdomainErrors, qualifiedNameErrors } from '../../../validation/names.ts';
import { labelsErrors } from '../../../validation/object-meta.ts';
import { portErrors, portNumberErrors } from '../../../validation/ports.ts';
import { objectsIn, specOf } from '../fields.ts';
import type { Check } from './checks.ts';
import { all, distinct, each, fields, given, judged, needed, oneOf, textOf } from './checks.ts';

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
  return keys.flatMap((key, index) => {
    const isRepeated = keys
      .slice(0, index)
      .some(({ Protocol, Port }) => Protocol === key.Protocol && Port === key.Port);
    return isRepeated ? [fieldError({ type: 'duplicate', field: `${path}[${index}]`, value: key })] : [];
  });
};

const named = each((value, path) => ((value as JsonObject)['name'] ? [] : [required(`${path}.name`)]));

const internal = each((value, path) =>
  (value as JsonObject)['nodePort']
    ? [forbidden(`${path}.nodePort`, "may not be used when `type` is 'ClusterIP'")]
    : [],
);

const ADDRESS_TEXT = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const address = judged<string>((text) => (text === 'None' || isIP(text) ? [] : [ADDRESS_TEXT]));

const RULES = fields({
  ports: all(each(PORT), distinct('name'), unlike),
  type: oneOf('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
  sessionAffinity: oneOf('ClientIP', 'None'),
  'sessionAffinityConfig.clientIP.timeoutSeconds': judged<number>((seconds) =>
    seconds > 0 && seconds <= DAY_S ? [] : [`must be greater than 0 and less than ${DAY_S}`],
  ),
  clusterIPs: each(address),
  selector: given((value, path) => labelsErrors(value as Record<string, string>, path)),
});

/** What is wrong with a service (core/v1, ValidateService). */
export function serviceErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const ports = objectsIn(spec['ports']);
  const isExternal = spec['type'] === 'ExternalName';
  const needsPorts = spec['clusterIP'] !== 'None' && !isExternal;
  return [
    ...RULES(spec, 'spec'),
    ...(needsPorts && ports.length === 0 ? [required('spec.ports')] : []),
    ...(ports.length > 1 ? named(ports, 'spec.ports') : []),
    ...(spec['type'] === 'ClusterIP' ? internal(ports, 'spec.ports') : []),
    ...(isExternal ? externalNameErrors(spec['externalName']) : []),
  ];
}

function externalNameErrors(name: unknown): FieldError[] {
  if (!name) return [required('spec.externalName')];
  // The dot at the end of a name that is whole.
  const text = textOf(name).replace(/\.$/, '');
  return dnsSubdomainErrors(text).map((detail) => invalid('spec.externalName', text, detail));
}
