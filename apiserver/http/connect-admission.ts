import type { Resource } from '../kinds/resource.ts';
import { flagOf } from '../query-values.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { admissionRequest, admit } from '../rest/admission.ts';
import type { RestDependencies, Target } from '../rest/dependencies.ts';

const KINDS: Readonly<Record<string, string>> = {
  exec: 'PodExecOptions',
  attach: 'PodAttachOptions',
  portforward: 'PodPortForwardOptions',
};
const FLAGS = ['stdin', 'stdout', 'stderr', 'tty'];

/** Asks admission about a connection to a pod, whose options are the object; what it makes of them is passed over. @throws StatusError */
export async function admitConnection(
  { admission }: RestDependencies,
  target: Target,
  query: URLSearchParams,
): Promise<void> {
  const kind = KINDS[target.subresource] ?? '';
  const object = { kind, apiVersion: 'v1', ...optionsOf(query) } as unknown as KubeObject;
  const objectKind: Resource = {
    ...target.resource,
    kind,
    decoding: 'structural',
    schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  };
  await admit(admission, admissionRequest(target, 'CONNECT', { object, objectKind }));
}

function optionsOf(query: URLSearchParams): object {
  const [container, command, ports] = [query.get('container'), query.getAll('command'), query.getAll('ports')];
  return {
    ...Object.fromEntries(FLAGS.filter((flag) => flagOf(query, flag)).map((flag) => [flag, true])),
    ...(container && { container }),
    ...(command.length > 0 && { command }),
    ...(ports.length > 0 && { ports: ports.map(Number) }),
  };
}
