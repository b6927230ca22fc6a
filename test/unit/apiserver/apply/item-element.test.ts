import { expect, test } from '@jest/globals';
import type { ListAtom } from '../../../../apiserver/apply/atom.ts';
import { atomOf, itemElement } from '../../../../apiserver/apply/atom.ts';
import { keyElement } from '../../../../apiserver/apply/path-element.ts';
import type { Schema } from '../../../../apiserver/schema/schema.ts';

const PORTS: Schema = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['port', 'protocol'],
};
const elementOf = (schema: Schema) => itemElement({ port: 1 }, atomOf([], schema) as ListAtom);

test('a key that is left out has the default of built-in kinds in those only', () => {
  expect(elementOf({ ...PORTS, 'x-kubernetes-patch-merge-key': 'port' })).toEqual(
    keyElement({ port: 1, protocol: 'TCP' }),
  );
  expect(elementOf(PORTS)).toEqual(keyElement({ port: 1 }));
});
