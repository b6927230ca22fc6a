import type { Step } from '../sequence.ts';
import { post } from './requests.ts';

export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

export type Schema = Readonly<Record<string, unknown>>;

/** A definition of gadgets. @param version changes its one version @param spec changes the rest */
export const gadgets = (schema: Schema, version: object = {}, spec: object = {}): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gadgets.{id}.conf.dev' },
  spec: {
    group: '{id}.conf.dev',
    scope: 'Namespaced',
    names: { plural: 'gadgets', kind: 'Gadget' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, ...version }],
    ...spec,
  },
});

/** A schema of objects with a field `spec` of this schema. */
export const withSpec = (spec: Schema): Schema => ({ type: 'object', properties: { spec } });

/** A schema of objects with a field `spec.f` of this schema. */
export const withField = (f: Schema): Schema => withSpec({ type: 'object', properties: { f } });

/** Asks whether a definition would be taken; what is compared of one that is: that it is. */
export const tryDefinition = (definition: object): Step =>
  post(`${DEFINITIONS}?dryRun=All`, definition, {
    select: (body) => ((body as { kind: string }).kind === 'Status' ? body : 'taken'),
  });
