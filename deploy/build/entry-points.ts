/** Processes that are built into one file each: name of the file in `dist/` and its source. */
export const ENTRY_POINTS: Readonly<Record<string, string>> = {
  operator: 'operator/main.ts',
  'control-worker': 'control-worker/main.ts',
  'sync-worker': 'sync-worker/main.ts',
  api: 'api/main.ts',
  apiserver: 'apiserver/main.ts',
  'local-node': 'deploy/local/node/main.ts',
  'file-server': 'deploy/images/file-server/main.ts',
};

/** Code of the workflows, made by Temporal's bundler; the control worker reads it. */
export const WORKFLOW_BUNDLE = 'workflow-bundle.js';

/** The same for control workers that have versions; see workflows/versioned.ts. */
export const VERSIONED_WORKFLOW_BUNDLE = 'versioned-workflow-bundle.js';

/** Files that a process reads at run time, copied beside it. */
export const DATA_FILES: readonly string[] = [
  'apiserver/kinds/builtin/schemas.json',
  'apiserver/kinds/builtin/go-types.json',
  'apiserver/openapi/described.json',
  'apiserver/access/rbac/bootstrap-policy.json',
];
