export type SoakKind = {
  readonly plural: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
};

const GROUP = 'soak.durasync.dev';

/** What all informers follow, in all namespaces. */
export const SOAK_KINDS: readonly SoakKind[] = [
  { plural: 'configmaps', group: '', version: 'v1', kind: 'ConfigMap' },
  { plural: 'deployments', group: 'apps', version: 'v1', kind: 'Deployment' },
  { plural: 'gears', group: GROUP, version: 'v1', kind: 'Gear' },
];

export const SOAK_NAMESPACES = ['soak-a', 'soak-b'];

/** Of a kind's objects, everywhere or in a namespace. */
export function pathOf({ group, version, plural }: SoakKind, namespace?: string): string {
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return `${root}${namespace ? `/namespaces/${namespace}` : ''}/${plural}`;
}

/** @param turn goes into the object, so that each write changes something */
export function soakObject({ group, version, kind }: SoakKind, name: string, turn: number): object {
  const head = { apiVersion: group ? `${group}/${version}` : version, kind, metadata: { name } };
  const specs: Readonly<Record<string, object>> = {
    ConfigMap: { data: { turn: String(turn), padding: 'x'.repeat(500) } },
    Deployment: {
      spec: {
        replicas: turn % 10,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'main', image: `registry.example/app:${turn}` }] },
        },
      },
    },
    Gear: { spec: { turn } },
  };
  return { ...head, ...specs[kind] };
}

export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
export const DEFINITION_NAME = `gears.${GROUP}`;

/** @param fields more fields its specs may have, as a definition that is changed gets them */
export const soakDefinition = (fields: readonly string[]): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: DEFINITION_NAME },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'gears', kind: 'Gear' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  turn: { type: 'integer' },
                  ...Object.fromEntries(fields.map((field) => [field, { type: 'string', default: 'x' }])),
                },
              },
              status: { type: 'object', properties: { turn: { type: 'integer' } } },
            },
          },
        },
      },
    ],
  },
});
