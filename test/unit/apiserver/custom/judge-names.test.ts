import { describe, expect, test } from '@jest/globals';
import type { CustomResourceDefinition, DefinitionNames } from '../../../../apiserver/kinds/custom/definition.ts';
import { judgeNames } from '../../../../apiserver/kinds/custom/judge-names.ts';

const definition = (names: DefinitionNames, acceptedNames?: DefinitionNames): CustomResourceDefinition => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${names.plural}.a.dev` },
  spec: { group: 'a.dev', names, scope: 'Namespaced', versions: [] },
  ...(acceptedNames && { status: { acceptedNames } }),
});

const APPLE = { plural: 'apples', singular: 'apple', kind: 'Apple', listKind: 'AppleList', shortNames: ['ap', 'app'] };
const apples = definition(APPLE, APPLE);
const PEAR = { plural: 'pears', singular: 'pear', kind: 'Pear', listKind: 'PearList' };

describe('a definition', () => {
  test('gets the names nobody has, and keeps its own', () => {
    expect(judgeNames(apples, [apples])).toMatchObject({ acceptedNames: APPLE, condition: { reason: 'NoConflicts' } });
    const pears = definition({ ...PEAR, categories: ['fruit'] });
    expect(judgeNames(pears, [apples, pears]).acceptedNames).toEqual({ ...PEAR, categories: ['fruit'] });
  });

  test('is told of all short names others have, and gets none of the new ones', () => {
    const pears = definition({ ...PEAR, shortNames: ['app', 'pe', 'ap'] }, { ...PEAR, shortNames: ['pe'] });
    const { acceptedNames, condition } = judgeNames(pears, [apples, pears]);
    expect(acceptedNames.shortNames).toEqual(['pe']);
    expect(condition).toEqual({
      status: 'False',
      reason: 'ShortNamesConflict',
      message: '["app" is already in use, "ap" is already in use]',
    });
  });

  test('keeps what it had in place of a name that another has', () => {
    const pears = definition({ ...PEAR, singular: 'apple', listKind: 'AppleList' }, PEAR);
    const { acceptedNames, condition } = judgeNames(pears, [apples, pears]);
    expect(acceptedNames).toEqual(PEAR);
    expect(condition).toMatchObject({ status: 'False', reason: 'ListKindConflict' });
  });
});
