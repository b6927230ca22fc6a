import type { Body } from '../../../../support/apiserver/json-client.ts';

/** What the writes to an object left in it: each sets one of these to a word of its own. */
export type State = { readonly main: string; readonly patched?: string; readonly status?: string };

/** A kind the load writes, and where in it the state is. */
export type TestKind = {
  readonly plural: string;
  readonly path: string;
  readonly hasStatus: boolean;
  /** The whole object but its status. */
  object(metadata: object, main: string): object;
  /** A merge patch. */
  patch(patched: string): object;
  statusPatch(status: string): object;
  /** @throws if half of a write is there */
  stateOf(object: Body): State;
  /** The fields of an object that somebody must have written, as managedFields would name them. */
  leaves(object: Body): string[];
};

const NAMESPACE = 'default';
const PADDING = 'x'.repeat(600);

type Fields = Readonly<Record<string, string>>;

/** A value is written twice with something long between, so that half a write shows. */
const twice = (field: string, value: string): Fields => ({
  [field]: value,
  [`${field}-padding`]: PADDING,
  [`${field}-again`]: value,
});

function once(fields: Fields | undefined, field: string): string | undefined {
  const [value, again] = [fields?.[field], fields?.[`${field}-again`]];
  if (value !== again) throw new Error(`half a write: ${field} is ${value} and ${again}`);
  return value;
}

function stateOf(fields: Fields | undefined, status: Fields | undefined): State {
  const [main, patched, told] = [once(fields, 'main'), once(fields, 'patched'), once(status, 'status')];
  if (main === undefined) throw new Error('an object without a state');
  return { main, ...(patched && { patched }), ...(told && { status: told }) };
}

const configMaps: TestKind = {
  plural: 'configmaps',
  path: `/api/v1/namespaces/${NAMESPACE}/configmaps`,
  hasStatus: false,
  object: (metadata, main) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: twice('main', main),
  }),
  patch: (patched) => ({ data: twice('patched', patched) }),
  statusPatch: () => ({}),
  stateOf: (object) => stateOf(object['data'] as Fields, undefined),
  leaves: (object) => Object.keys(object['data'] as Fields).map((field) => `f:data/f:${field}`),
};

const GROUP = 'crash.durasync.dev';
const leavesOf = (field: string, value: unknown): string[] =>
  Object.keys((value as Fields | undefined) ?? {}).map((name) => `f:${field}/f:${name}`);

const widgets: TestKind = {
  plural: 'widgets',
  path: `/apis/${GROUP}/v1/namespaces/${NAMESPACE}/widgets`,
  hasStatus: true,
  object: (metadata, main) => ({
    apiVersion: `${GROUP}/v1`,
    kind: 'Widget',
    metadata,
    spec: twice('main', main),
  }),
  patch: (patched) => ({ spec: twice('patched', patched) }),
  statusPatch: (status) => ({ status: twice('status', status) }),
  stateOf: (object) => stateOf(object['spec'] as Fields, object['status'] as Fields | undefined),
  leaves: (object) => [...leavesOf('spec', object['spec']), ...leavesOf('status', object['status'])],
};

export const TEST_KINDS: readonly TestKind[] = [configMaps, widgets];

const texts = (...names: string[]): object => ({
  type: 'object',
  properties: Object.fromEntries(
    names.flatMap((name) => Object.keys(twice(name, '')).map((field) => [field, { type: 'string' }])),
  ),
});

/** Of the widgets. */
export const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `widgets.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: { type: 'object', properties: { spec: texts('main', 'patched'), status: texts('status') } },
        },
      },
    ],
  },
};
