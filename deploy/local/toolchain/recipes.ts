import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The servers this project pins, one Go module each under `deploy/local/servers`. */
export type ToolName = 'etcd' | 'temporal-server' | 'temporal-ui' | 'kube-apiserver' | 'kubectl';

/** How one tool is built. The version is not here: the server's go.mod is its only source. */
export type Recipe = {
  readonly name: ToolName;
  /** Folder under `deploy/local/servers`, and the folder in the cache. */
  readonly server: string;
  /** The required module whose version is the tool's. */
  readonly module: string;
  /** The main package to build. */
  readonly package: string;
  /** Packages with a `gitVersion` to stamp, since a module build knows no git tag. */
  readonly stamp: readonly string[];
  /** A cold build on 2 cores, in seconds: told to the user before a long wait. */
  readonly coldBuildSeconds: number;
};

const kubernetes = {
  server: 'kubernetes',
  module: 'k8s.io/kubernetes',
  stamp: ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'],
} as const;

export const recipes: Readonly<Record<ToolName, Recipe>> = {
  etcd: {
    name: 'etcd',
    server: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    package: 'go.etcd.io/etcd/server/v3',
    stamp: [],
    coldBuildSeconds: 40,
  },
  'temporal-server': {
    name: 'temporal-server',
    server: 'temporal',
    module: 'go.temporal.io/server',
    package: 'go.temporal.io/server/cmd/server',
    stamp: [],
    coldBuildSeconds: 150,
  },
  'temporal-ui': {
    name: 'temporal-ui',
    server: 'temporal-ui',
    module: 'github.com/temporalio/ui-server/v2',
    package: 'github.com/temporalio/ui-server/v2/cmd/server',
    stamp: [],
    coldBuildSeconds: 20,
  },
  'kube-apiserver': {
    ...kubernetes,
    name: 'kube-apiserver',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    coldBuildSeconds: 210,
  },
  kubectl: { ...kubernetes, name: 'kubectl', package: 'k8s.io/kubernetes/cmd/kubectl', coldBuildSeconds: 40 },
};

/** The folder that holds a recipe's go.mod and go.sum. */
export function moduleDir(recipe: Recipe): string {
  return fileURLToPath(new URL(`../servers/${recipe.server}`, import.meta.url));
}

/** The texts of a recipe's go.mod and go.sum. */
export async function readModuleFiles(recipe: Recipe): Promise<{ mod: string; sum: string }> {
  const dir = moduleDir(recipe);
  const [mod, sum] = await Promise.all([readFile(`${dir}/go.mod`, 'utf8'), readFile(`${dir}/go.sum`, 'utf8')]);
  return { mod, sum };
}

/** The version a go.mod requires of a module, without the `v`. Throws when it is not required. */
export function requiredVersion(goMod: string, module: string): string {
  for (const line of goMod.split('\n')) {
    const [path, version] = line
      .replace(/^\s*require\s+/, '')
      .trim()
      .split(/\s+/);
    if (path === module && version?.startsWith('v')) return version.slice(1);
  }
  throw new Error(`go.mod requires no ${module}`);
}

/** The Go version a go.mod asks for, e.g. `1.26.5`. */
export function requiredGo(goMod: string): string {
  const found = /^go\s+(\S+)/m.exec(goMod)?.[1];
  if (found === undefined) throw new Error('go.mod names no Go version');
  return found;
}

/** The linker flags of a build: no symbols, and the version stamped where the recipe asks for it. */
export function linkerFlags(recipe: Recipe, version: string): string {
  const [major = '', minor = ''] = version.split('.');
  const values = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const stamps = recipe.stamp.flatMap((path) =>
    Object.entries(values).map(([key, value]) => `-X ${path}.${key}=${value}`),
  );
  return ['-s', '-w', ...stamps].join(' ');
}
