import { fileURLToPath } from 'node:url';
import type { BundleOptions } from '@temporalio/worker';

/**
 * What `bundleWorkflowCode` needs, for the build and for a worker that bundles at its start.
 * @param versioned for workers that have a version
 */
export function workflowBundleOptions(versioned = false): BundleOptions {
  const entry = versioned ? 'versioned' : 'index';
  return { workflowsPath: fileURLToPath(new URL(`../workflows/${entry}.ts`, import.meta.url)) };
}
