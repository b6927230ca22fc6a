import type { FieldError } from '../../../errors/index.ts';
import { fieldError, forbidden, required } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { dnsLabelErrors, dnsSubdomainErrors } from '../../../validation/names.ts';
import { objectsIn } from '../fields.ts';
import type { Check } from './checks.ts';
import { all, between, distinct, each, fields, judged, needed, oneOf } from './checks.ts';
import { container } from './container.ts';
import { ephemeralContainerErrors } from './ephemeral-container.ts';
import { schedulingGates } from './scheduling-gates.ts';
import { toleration } from './toleration.ts';
import { volumes } from './volume.ts';

const LARGEST_INT32 = 2_147_483_647;

const RULES = fields({
  volumes,
  restartPolicy: needed(oneOf('Always', 'OnFailure', 'Never')),
  dnsPolicy: oneOf('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'),
  activeDeadlineSeconds: between(1, LARGEST_INT32),
  nodeName: judged(dnsSubdomainErrors),
  serviceAccountName: judged(dnsSubdomainErrors),
  hostname: judged(dnsLabelErrors),
  subdomain: judged(dnsLabelErrors),
  tolerations: each(toleration),
  schedulingGates,
});

/** What is wrong with a pod's spec (core/v1, ValidatePodSpec); security contexts and affinity are let in as they are. */
export function podSpecErrors(spec: JsonObject, path: string): FieldError[] {
  const { restartPolicy } = spec;
  const ofPod = { volumes: objectsIn(spec['volumes']), isHostNetwork: spec['hostNetwork'] === true, restartPolicy };
  const containers = objectsIn(spec['containers']);
  return [
    ...RULES(spec, path),
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...fields({
      containers: all(each(container(ofPod)), distinct('name')),
      initContainers: all(each(all(container(ofPod), endsUnwatched)), distinct('name'), unlike(containers)),
    })(spec, path),
    ...ephemeralContainerErrors(spec, path, ofPod),
  ];
}

/** What is wrong with the spec in a template of pods. */
export function templateSpecErrors(spec: JsonObject, path: string): FieldError[] {
  const detail = 'ephemeral containers not allowed in pod template';
  const isLate = objectsIn(spec['ephemeralContainers']).length > 0;
  return [...podSpecErrors(spec, path), ...(isLate ? [forbidden(`${path}.ephemeralContainers`, detail)] : [])];
}

const unlike =
  (containers: readonly JsonObject[]): Check =>
  (value, path) => {
    const names = new Set(containers.map(({ name }) => name));
    return objectsIn(value).flatMap(({ name }, index) =>
      names.has(name) ? [fieldError({ type: 'duplicate', field: `${path}[${index}].name`, value: name })] : [],
    );
  };

const WATCHED = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

/** Only a container that stays can be watched. */
const endsUnwatched: Check = (value, path) => {
  const { restartPolicy, ...rest } = value as JsonObject;
  if (restartPolicy === 'Always') return [];
  const found = WATCHED.filter((name) => rest[name] !== undefined);
  return found.map((name) =>
    forbidden(`${path}.${name}`, 'may not be set for init containers without restartPolicy=Always'),
  );
};
