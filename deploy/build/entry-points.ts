/** Processes that are built into one file each: name of the file in `dist/` and its source. */
export const ENTRY_POINTS: Readonly<Record<string, string>> = {
  operator: 'operator/main.ts',
  'control-worker': 'control-worker/main.ts',
  'sync-worker': 'sync-worker/main.ts',
  api: 'api/main.ts',
  'local-node': 'deploy/local/node/main.ts',
  'file-server': 'deploy/images/file-server/main.ts',
};

/** Code of the workflows, made by Temporal's bundler; the control worker reads it. */
export const WORKFLOW_BUNDLE = 'workflow-bundle.js';
