import type { PatchType } from './kubernetes-client.ts';

/** Content type of each way to patch. JSON is YAML, so an apply patch is sent as JSON. */
export const patchContentTypes: Readonly<Record<PatchType, string>> = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};
