/** What is built: the name of the file in `dist/` and its source. One entry a process. */
export const ENTRY_POINTS: Readonly<Record<string, string>> = {
  cli: 'cli/main.ts',
  operator: 'operator/main.ts',
  'control-worker': 'control-worker/main.ts',
  'sync-worker': 'sync-worker/main.ts',
  api: 'api/main.ts',
  'local-node': 'deploy/local/node/main.ts',
  'file-server': 'deploy/images/file-server/main.ts',
};

/** Code of the workflows, made by Temporal's bundler; the control worker reads it. */
export const WORKFLOW_BUNDLE = 'workflow-bundle.js';
