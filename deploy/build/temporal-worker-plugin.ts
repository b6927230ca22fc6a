import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const NO_BUNDLER = `
const unavailable = () => { throw new Error('this build runs a workflow bundle that was made before; set WORKFLOW_BUNDLE'); };
exports.defaultWorkflowInterceptorModules = [];
exports.moduleMatches = () => false;
exports.WorkflowCodeBundler = class { constructor() { unavailable(); } };
exports.bundleWorkflowCode = unavailable;
`;

/**
 * Leaves the workflow bundler (webpack, swc) and the debug replayer out of a bundled Temporal worker: workflows are
 * bundled at build time, and a process that never bundles should not hold 20 MB of bundler. The workflow thread is a
 * file of its own that the worker starts by path.
 */
export const temporalWorkerPlugin: Plugin = {
  name: 'temporal-worker',
  setup(build) {
    build.onLoad({ filter: /@temporalio\/worker\/lib\/workflow\/bundler\.js$/ }, () => ({ contents: NO_BUNDLER }));
    build.onLoad({ filter: /@temporalio\/worker\/lib\/debug-replayer\/index\.js$/ }, () => ({
      contents: 'exports.startDebugReplayer = () => { throw new Error("not part of this build"); };',
    }));
    build.onLoad({ filter: /@temporalio\/worker\/lib\/workflow\/threaded-vm\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace("'./workflow-worker-thread'", "'./workflow-worker-thread.cjs'"),
    }));
  },
};
