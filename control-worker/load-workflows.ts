import { readFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Settings } from './settings.ts';
import { buildIdOf } from './versioning/build-id.ts';
import type { WorkflowBundle } from './worker-options.ts';
import { workflowBundleOptions } from './workflow-bundle-options.ts';

/** The workflows' code, prebuilt or bundled now, and its version: '' when workers have none. */
export async function loadWorkflows({
  workflowBundle: codePath,
  versioned,
}: Pick<Settings, 'workflowBundle' | 'versioned'>): Promise<{ workflowBundle: WorkflowBundle; buildId: string }> {
  if (codePath === null) {
    const { code } = await bundleWorkflowCode(workflowBundleOptions(versioned));
    return { workflowBundle: { code }, buildId: versioned ? buildIdOf(code) : '' };
  }
  const buildId = versioned ? buildIdOf(await readFile(codePath, 'utf8')) : '';
  return { workflowBundle: { codePath }, buildId };
}
