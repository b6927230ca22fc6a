import { describe, expect, it } from '@jest/globals';
import {
  linkerFlags,
  readModuleFiles,
  recipes,
  requiredGo,
  requiredVersion,
} from '../../../deploy/local/toolchain/recipes.ts';

describe('recipes', () => {
  it.each(Object.values(recipes))(
    '$name has a pinned version, a Go version and its package as a tool',
    async (recipe) => {
      const { mod, sum } = await readModuleFiles(recipe);
      const version = requiredVersion(mod, recipe.module);
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(requiredGo(mod)).toMatch(/^1\.\d+/);
      expect(mod).toContain(recipe.package);
      expect(sum).toContain(`${recipe.module} v${version} h1:`);
    },
  );

  it('reads a version from a block, from a line, and not from a module with a longer name', () => {
    expect(requiredVersion('require a.b/c v1.2.3', 'a.b/c')).toBe('1.2.3');
    expect(requiredVersion('require (\n\ta.b/cd v9.9.9\n\ta.b/c v1.2.3 // indirect\n)', 'a.b/c')).toBe('1.2.3');
    expect(() => requiredVersion('require a.b/cd v1.2.3', 'a.b/c')).toThrow('requires no a.b/c');
  });

  it('stamps the version where the recipe asks for it', () => {
    expect(linkerFlags(recipes.etcd, '3.6.16')).toBe('-s -w');
    expect(linkerFlags(recipes.kubectl, '1.34.4')).toContain('-X k8s.io/component-base/version.gitMinor=34');
  });
});
