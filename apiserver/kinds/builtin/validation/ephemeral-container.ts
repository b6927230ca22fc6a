import type { FieldError } from '../../../errors/index.ts';
import { duplicate, fieldError, forbidden } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../../object/kube-object.ts';
import { objectsIn, specOf, textAt } from '../fields.ts';
import type { PodOfContainer } from './container.ts';
import { commonContainer } from './container.ts';

const FIELD = 'spec.ephemeralContainers';
const NOT_ALLOWED = 'cannot be set for an Ephemeral Container';
/** What only a container that others rely on may have. */
const EXCESS = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
];

/** What is wrong with containers that are put into a running pod to look at it (core/v1, validateEphemeralContainers). */
export function ephemeralContainerErrors(spec: JsonObject, path: string, ofPod: PodOfContainer): FieldError[] {
  const others = ['containers', 'initContainers'].flatMap((list) => objectsIn(spec[list])).map(({ name }) => name);
  const containers = objectsIn(spec['ephemeralContainers']);
  return containers.flatMap((container, index) => {
    const at = `${path}.ephemeralContainers[${index}]`;
    const taken = [...others, ...containers.slice(0, index).map(({ name }) => name)];
    const target = textAt(container, 'targetContainerName');
    return [
      ...commonContainer(ofPod)(container, at),
      ...(taken.includes(container['name']) ? [duplicate(`${at}.name`, container['name'])] : []),
      ...(target !== '' && !others.includes(target)
        ? [fieldError({ type: 'notFound', field: `${at}.targetContainerName`, value: target })]
        : []),
      ...EXCESS.filter((name) => isSet(container[name])).map((name) => forbidden(`${at}.${name}`, NOT_ALLOWED)),
      ...objectsIn(container['volumeMounts']).flatMap((mount, position) =>
        ['subPath', 'subPathExpr']
          .filter((name) => mount[name])
          .map((name) => forbidden(`${at}.volumeMounts[${position}].${name}`, NOT_ALLOWED)),
      ),
    ];
  });
}

/** A struct that is no pointer is there although nothing is in it. */
const isSet = (value: unknown): boolean =>
  value !== undefined && !(isJsonObject(value) && Object.keys(value).length === 0);

/** Once it is in a pod it stays there as it is. */
export function ephemeralContainerChangeErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const now = objectsIn(specOf(object)['ephemeralContainers']);
  return objectsIn(specOf(old)['ephemeralContainers']).flatMap((before) => {
    const container = now.find(({ name }) => name === before['name']);
    const shown = JSON.stringify(before['name']);
    if (!container) return [forbidden(FIELD, `existing ephemeral containers ${shown} may not be removed\n`)];
    if (equalJson(container, before)) return [];
    return [forbidden(FIELD, `existing ephemeral containers ${shown} may not be changed\n`)];
  });
}
