import type { FieldError } from '../../errors/index.ts';
import { fieldError, notSupported, required } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import { dnsLabelErrors } from '../../validation/names.ts';
import { objectsIn } from './fields.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];

/** The mistakes people make in a pod's spec; not all that kube-apiserver finds. */
export function podSpecErrors(spec: JsonObject, path: string): FieldError[] {
  const containers = objectsIn(spec['containers']);
  const volumes = objectsIn(spec['volumes']);
  const { restartPolicy } = spec;
  return [
    ...volumes.flatMap((volume, index) => nameErrors(volume, `${path}.volumes[${index}]`)),
    ...repeated(volumes, `${path}.volumes`),
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...containers.flatMap((container, index) => containerErrors(container, volumes, `${path}.containers[${index}]`)),
    ...repeated(containers, `${path}.containers`),
    ...objectsIn(spec['initContainers']).flatMap((container, index) =>
      containerErrors(container, volumes, `${path}.initContainers[${index}]`),
    ),
    ...(RESTART_POLICIES.includes(restartPolicy as string)
      ? []
      : [notSupported(`${path}.restartPolicy`, restartPolicy, RESTART_POLICIES)]),
  ];
}

function nameErrors({ name }: JsonObject, path: string): FieldError[] {
  if (!name) return [required(`${path}.name`)];
  return dnsLabelErrors(name as string).map((detail) => invalid(`${path}.name`, name, detail));
}

function repeated(items: readonly JsonObject[], path: string): FieldError[] {
  return items.flatMap(({ name }, index) => {
    const isRepeated = items.slice(0, index).some((other) => other['name'] === name);
    return isRepeated ? [fieldError({ type: 'duplicate', field: `${path}[${index}].name`, value: name })] : [];
  });
}

function containerErrors(container: JsonObject, volumes: readonly JsonObject[], path: string): FieldError[] {
  const mounts = objectsIn(container['volumeMounts']);
  return [
    ...nameErrors(container, path),
    ...(container['image'] ? [] : [required(`${path}.image`)]),
    ...mounts.flatMap(({ name, mountPath }, index) => {
      const field = `${path}.volumeMounts[${index}]`;
      const isThere = volumes.some((volume) => volume['name'] === name);
      return [
        ...(isThere ? [] : [fieldError({ type: 'notFound', field: `${field}.name`, value: name })]),
        ...(mountPath ? [] : [required(`${field}.mountPath`)]),
      ];
    }),
    ...objectsIn(container['ports']).flatMap(({ containerPort }, index) => {
      const isPort = typeof containerPort === 'number' && containerPort > 0 && containerPort < 65_536;
      const field = `${path}.ports[${index}].containerPort`;
      return isPort ? [] : [invalid(field, containerPort, 'must be between 1 and 65535, inclusive')];
    }),
  ];
}
