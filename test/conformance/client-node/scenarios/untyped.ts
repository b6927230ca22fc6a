import type { KubernetesObject, V1CustomResourceDefinition } from '@kubernetes/client-node';
import {
  ApiextensionsV1Api,
  CustomObjectsApi,
  KubernetesObjectApi,
  PatchStrategy,
  setHeaderOptions,
} from '@kubernetes/client-node';
import { until } from '../../../support/until.ts';
import type { Place, Scenario } from '../scenario.ts';

const as = (strategy: string) => setHeaderOptions('Content-Type', strategy);

const VERSION = 'v1';
const groupOf = ({ id }: Place): string => `${id}.test`;

const definition = (place: Place): V1CustomResourceDefinition => ({
  metadata: { name: `gears.${groupOf(place)}` },
  spec: {
    group: groupOf(place),
    scope: 'Namespaced',
    names: { plural: 'gears', kind: 'Gear' },
    versions: [
      {
        name: VERSION,
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.teeth', statusReplicasPath: '.status.teeth' } },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['teeth'],
                properties: { teeth: { type: 'integer', minimum: 1 }, metal: { type: 'string', _default: 'steel' } },
              },
              status: { type: 'object', properties: { teeth: { type: 'integer' } } },
            },
          },
        },
      },
    ],
  },
});

type Gear = KubernetesObject & { spec: { teeth: number; metal?: string } };

const gear = (place: Place, name: string, teeth: number): Gear => ({
  apiVersion: `${groupOf(place)}/${VERSION}`,
  kind: 'Gear',
  metadata: { name, namespace: place.ns },
  spec: { teeth },
});

/** Has the kind served. */
async function define(place: Place): Promise<void> {
  await place.config.makeApiClient(ApiextensionsV1Api).createCustomResourceDefinition({ body: definition(place) });
  const custom = place.config.makeApiClient(CustomObjectsApi);
  await until('the kind is served', () =>
    custom.listNamespacedCustomObject({
      group: groupOf(place),
      version: VERSION,
      plural: 'gears',
      namespace: place.ns,
    }),
  );
}

export const UNTYPED_SCENARIOS: readonly Scenario[] = [
  {
    name: 'custom',
    run: async (place, note) => {
      await define(place);
      const custom = place.config.makeApiClient(CustomObjectsApi);
      const all = { group: groupOf(place), version: VERSION, plural: 'gears', namespace: place.ns };
      const one = { ...all, name: 'one' };
      await note('create', () => custom.createNamespacedCustomObject({ ...all, body: gear(place, 'one', 12) }));
      await note('create again', () => custom.createNamespacedCustomObject({ ...all, body: gear(place, 'one', 12) }));
      await note('create invalid', () => custom.createNamespacedCustomObject({ ...all, body: gear(place, 'two', 0) }));
      await note('create strictly', () =>
        custom.createNamespacedCustomObject({
          ...all,
          fieldValidation: 'Strict',
          body: { ...gear(place, 'two', 2), colour: 'red' },
        }),
      );
      const read = (await note('read', () => custom.getNamespacedCustomObject(one))) as Gear | undefined;
      await note('replace', () =>
        custom.replaceNamespacedCustomObject({ ...one, body: { ...read, spec: { teeth: 13 } } }),
      );
      await note('replace stale', () =>
        custom.replaceNamespacedCustomObject({ ...one, body: { ...read, spec: { teeth: 14 } } }),
      );
      await note('merge', () =>
        custom.patchNamespacedCustomObject({ ...one, body: { spec: { metal: null } } }, as(PatchStrategy.MergePatch)),
      );
      await note('JSON patch', () =>
        custom.patchNamespacedCustomObject(
          { ...one, body: [{ op: 'replace', path: '/spec/teeth', value: 15 }] },
          as(PatchStrategy.JsonPatch),
        ),
      );
      await note('strategic patch', () =>
        custom.patchNamespacedCustomObject({ ...one, body: { spec: {} } }, as(PatchStrategy.StrategicMergePatch)),
      );
      await note('apply', () =>
        custom.patchNamespacedCustomObject(
          { ...all, name: 'three', fieldManager: 'me', body: gear(place, 'three', 3) },
          as(PatchStrategy.ServerSideApply),
        ),
      );
      await note('status', () =>
        custom.patchNamespacedCustomObjectStatus(
          { ...one, body: { status: { teeth: 4 } } },
          as(PatchStrategy.MergePatch),
        ),
      );
      await note('scale', () => custom.getNamespacedCustomObjectScale(one));
      await note('list', () => custom.listNamespacedCustomObject(all));
      await note('list everywhere', () =>
        custom.listClusterCustomObject({ group: groupOf(place), version: VERSION, plural: 'gears' }),
      );
      await note('delete', () => custom.deleteNamespacedCustomObject(one));
      await note('read gone', () => custom.getNamespacedCustomObject(one));
      await note('delete collection', () => custom.deleteCollectionNamespacedCustomObject(all));
      await note('unknown kind', () => custom.listNamespacedCustomObject({ ...all, plural: 'wheels' }));
    },
  },
  {
    name: 'objects',
    run: async (place, note) => {
      await define(place);
      const objects = KubernetesObjectApi.makeApiClient(place.config);
      const metadata = { name: 'one', namespace: place.ns };
      const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
      await note('create', () => objects.create({ ...configMap, data: { a: '1' } } as KubernetesObject));
      await note('create custom', () => objects.create(gear(place, 'one', 3)));
      await note('create of no kind', () => objects.create({ apiVersion: 'v1', kind: 'Nothing', metadata }));
      await note('create of no group', () => objects.create({ apiVersion: 'none.test/v1', kind: 'Gear', metadata }));
      await note('read', () => objects.read(configMap));
      await note('read custom', () => objects.read(gear(place, 'one', 3) as Gear & { metadata: typeof metadata }));
      await note('patch', () => objects.patch({ ...configMap, data: { b: '2' } } as KubernetesObject));
      await note('merge', () =>
        objects.patch(
          { ...configMap, data: { a: null } } as KubernetesObject,
          undefined,
          undefined,
          undefined,
          undefined,
          PatchStrategy.MergePatch,
        ),
      );
      await note('apply', () =>
        objects.patch(
          { ...configMap, data: { c: '3' } } as KubernetesObject,
          undefined,
          undefined,
          'me',
          true,
          PatchStrategy.ServerSideApply,
        ),
      );
      await note('replace', () => objects.replace({ ...configMap, data: { z: '0' } } as KubernetesObject));
      await note('list', () => objects.list('v1', 'ConfigMap', place.ns));
      await note('list custom', () => objects.list(`${groupOf(place)}/${VERSION}`, 'Gear', place.ns));
      await note('delete', () => objects.delete(configMap));
      await note('delete again', () => objects.delete(configMap));
      await note('delete custom', () => objects.delete(gear(place, 'one', 3)));
    },
  },
];
