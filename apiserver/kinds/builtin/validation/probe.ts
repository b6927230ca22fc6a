import { forbidden, required } from '../../../errors/index.ts';
import { portErrors } from '../../../validation/ports.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import type { Check, Rules } from './checks.ts';
import { all, fields, given, judged, needed, notNegative, oneOf } from './checks.ts';

const PORT = judged(portErrors);

const HANDLERS: Rules = {
  exec: fields({ command: needed() }),
  grpc: fields({ port: PORT }),
  httpGet: fields({ path: needed(), port: PORT, scheme: oneOf('HTTP', 'HTTPS') }),
  sleep: () => [],
  tcpSocket: fields({ port: PORT }),
};

/** Exactly one way to ask a container, or to tell it; only the first is looked into. */
const handler: Check = (value, path) => {
  const [first, ...others] = Object.keys(HANDLERS).filter((name) => (value as JsonObject)[name] !== undefined);
  if (first === undefined) return [required(path, 'must specify a handler type')];
  return [
    ...fields({ [first]: HANDLERS[first] ?? needed() })(value, path),
    ...others.map((name) => forbidden(`${path}.${name}`, 'may not specify more than 1 handler type')),
  ];
};

const PROBE = given(
  all(
    handler,
    fields({
      initialDelaySeconds: notNegative,
      timeoutSeconds: notNegative,
      periodSeconds: notNegative,
      successThreshold: notNegative,
      failureThreshold: notNegative,
    }),
  ),
);
const once = fields({ successThreshold: judged<number>((value) => (value === 1 ? [] : ['must be 1'])) });
const HANDLER = given(handler);

/** How a container is watched, and told of its start and end. */
export const PROBE_RULES: Rules = {
  livenessProbe: all(PROBE, once),
  readinessProbe: PROBE,
  startupProbe: all(PROBE, once),
  'lifecycle.postStart': HANDLER,
  'lifecycle.preStop': HANDLER,
};
