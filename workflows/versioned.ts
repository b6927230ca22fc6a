import { setWorkflowOptions } from '@temporalio/workflow';
import { syncRun } from './sync-run.ts';

/**
 * The workflows for workers that have versions: a run ends with the code that it began with, its entity moves on with
 * each release. A file of its own, since the server refuses a behaviour from workers without a version.
 */
setWorkflowOptions({ versioningBehavior: 'PINNED' }, syncRun);

export * from './index.ts';
