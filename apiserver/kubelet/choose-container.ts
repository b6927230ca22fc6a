import { badRequest } from '../errors/index.ts';
import { objectsIn, textAt, valueAt } from '../kinds/builtin/fields.ts';
import type { KubeObject } from '../object/kube-object.ts';

/**
 * The container of a pod a request is about: the one it names, or the only one.
 * @param wanted empty for none
 * @throws StatusError 400 if there is none of this name, or if there are several to choose from
 */
export function chooseContainer(pod: KubeObject, wanted: string): string {
  const name = pod.metadata.name ?? '';
  const all = KINDS.flatMap((kind) => namesIn(pod, kind));
  if (wanted) {
    if (all.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  const [only, ...others] = namesIn(pod, 'containers');
  if (only !== undefined && others.length === 0) return only;
  const choice = only === undefined ? '' : `, choose one of: [${all.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${name}${choice}`);
}

const KINDS = ['initContainers', 'containers', 'ephemeralContainers'];

const namesIn = (pod: KubeObject, kind: string): string[] =>
  objectsIn(valueAt(pod, 'spec', kind)).map((container) => textAt(container, 'name'));
