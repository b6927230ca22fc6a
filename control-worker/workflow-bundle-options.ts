import { fileURLToPath } from 'node:url';
import type { BundleOptions } from '@temporalio/worker';

/** What `bundleWorkflowCode` needs, for the build and for a worker that bundles at its start. */
export function workflowBundleOptions(): BundleOptions {
  return { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) };
}
