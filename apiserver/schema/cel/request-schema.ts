import type { Schema } from '../schema.ts';

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'array', items: text };
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', properties });

const kind = object({ group: text, version: text, kind: text });
const resource = object({ group: text, version: text, resource: text });
const userInfo = object({
  username: text,
  uid: text,
  groups: texts,
  extra: { type: 'object', additionalProperties: texts },
});

/** `request` in a condition: an admission.k8s.io/v1 AdmissionRequest without its objects. */
export const REQUEST_SCHEMA: Schema = object({
  kind,
  resource,
  subResource: text,
  requestKind: kind,
  requestResource: resource,
  requestSubResource: text,
  name: text,
  namespace: text,
  operation: text,
  userInfo,
  dryRun: { type: 'boolean' },
  options: { 'x-kubernetes-int-or-string': true },
});
