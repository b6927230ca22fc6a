import { fieldError, invalid, required } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { dnsLabelErrors } from '../../../validation/names.ts';
import { portNameErrors, portNumberErrors } from '../../../validation/ports.ts';
import { objectsIn } from '../fields.ts';
import type { Check } from './checks.ts';
import { all, distinct, each, fields, judged, needed, oneOf, repeats } from './checks.ts';
import { environment } from './environment.ts';
import { PROBE_RULES } from './probe.ts';
import { resizePolicy } from './resize-policy.ts';
import { resources } from './resources.ts';

const PORT = fields({
  name: judged(portNameErrors),
  // Absent is written as 0.
  containerPort: (value, path) => (value ? judged(portNumberErrors)(value, path) : [required(path)]),
  hostPort: (value, path) => (value ? judged(portNumberErrors)(value, path) : []),
  protocol: oneOf('SCTP', 'TCP', 'UDP'),
});

const COMMON = fields({
  name: needed(judged(dnsLabelErrors)),
  image: needed(
    judged<string>((image) => (image.trim() === image ? [] : ['must not have leading or trailing whitespace'])),
  ),
  imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
  terminationMessagePolicy: oneOf('File', 'FallbackToLogsOnError'),
  ports: all(each(PORT), distinct('name')),
  env: environment,
  resources,
});

/** What a container's check must know of its pod. */
export type PodOfContainer = {
  readonly volumes: readonly JsonObject[];
  readonly isHostNetwork: boolean;
  readonly restartPolicy: unknown;
};

/** What is asked of every container. */
export const commonContainer = ({ volumes, restartPolicy }: PodOfContainer): Check =>
  all(
    COMMON,
    fields({ volumeMounts: mounts(volumes.map(({ name }) => name)), resizePolicy: resizePolicy(restartPolicy) }),
  );

export const container = (ofPod: PodOfContainer): Check =>
  all(commonContainer(ofPod), fields({ ...PROBE_RULES, ...(ofPod.isHostNetwork && { ports: each(hostPort) }) }));

const mounts = (volumes: readonly unknown[]): Check =>
  all(
    each(
      fields({
        name: needed((name, path) =>
          volumes.includes(name) ? [] : [fieldError({ type: 'notFound', field: path, value: name })],
        ),
        mountPath: needed(),
      }),
    ),
    (value, path) => {
      const paths = objectsIn(value).map(({ mountPath }) => mountPath);
      const known = repeats(paths);
      return paths.flatMap((mountPath, index) =>
        mountPath && known[index] ? [invalid(`${path}[${index}].mountPath`, mountPath, 'must be unique')] : [],
      );
    },
  );

/** On its node's network a container has its node's ports. */
const hostPort: Check = (value, path) => {
  const { hostPort: port, containerPort } = value as JsonObject;
  if (!port || port === containerPort) return [];
  return [invalid(`${path}.hostPort`, port, 'must match `containerPort` when `hostNetwork` is true')];
};
