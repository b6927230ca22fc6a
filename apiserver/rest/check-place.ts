import { badRequest } from '../errors/index.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { Target } from './dependencies.ts';

/** @throws StatusError 400 if the object has no name, or another one than the path */
export function checkName({ metadata }: KubeObject, { name }: Target): void {
  if (!metadata.name) {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (metadata.name === name) return;
  throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
}

/** @throws StatusError 400 if the object names another namespace than the path */
export function checkNamespace({ metadata }: KubeObject, { namespace }: Target): void {
  if (!namespace || !metadata.namespace || metadata.namespace === namespace) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}
