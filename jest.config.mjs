/** Shared by every project: TypeScript through swc, native ES modules, the same random cases in each run. */
const base = {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/seed-properties.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
};

/** Suites that need the real servers share one start of them, so they share one globalSetup. */
const withServers = {
  ...base,
  globalSetup: '<rootDir>/test/support/servers/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/servers/global-teardown.ts',
};

const project = (name, config) => ({
  ...config,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
});

export default {
  testTimeout: 60_000,
  // More than the cores there are at least: many suites mostly wait.
  maxWorkers: 3,
  projects: [
    project('unit', base),
    project('replay', base),
    // What the server answers over HTTP is the same whatever its objects are in.
    {
      ...project('etcd', base),
      testMatch: ['<rootDir>/test/unit/apiserver/http/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/servers/etcd-setup.ts'],
    },
    project('integration', withServers),
    project('chaos', base),
    project('e2e', base),
  ],
};
