import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Makes a built-in module of Node load when something of it is first used, not when it is imported: importing
 * `node:http` alone evaluates 30 ms worth of what a short command never touches.
 */
export const deferredBuiltinsPlugin: Plugin = {
  name: 'deferred-builtins',
  setup(build) {
    // CommonJS packages name them without the prefix.
    build.onResolve({ filter: /^[a-z]/ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'builtin' } : undefined));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: deferred(path) }));
  },
};

function deferred(name: string): string {
  const load = `process.getBuiltinModule(${JSON.stringify(name)})`;
  const exports: unknown = process.getBuiltinModule(name);
  if (typeof exports !== 'object' || exports === null) return `module.exports = ${load}`;
  const names = Object.keys(exports).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key));
  return `module.exports = { ${names.map((key) => `get ${key}() { return ${load}.${key}; }`).join(', ')} }`;
}

/** `durasync up` builds and runs the sources, so it stays outside the bundle, named from `dist/`. */
export const upFromSourcesPlugin: Plugin = {
  name: 'up-from-sources',
  setup(build) {
    build.onResolve({ filter: /\/deploy\/local\/up\.ts$/ }, () => ({ path: '../deploy/local/up.ts', external: true }));
  },
};
