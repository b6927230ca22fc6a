import { log, patched, upsertMemo, workflowInfo } from '@temporalio/workflow';
import type { EntityMemo } from './messages.ts';

/** Marks the histories in which an entity heeds which cluster news come from. */
const HEEDS_CLUSTER = 'heeds-cluster';

/** The cluster whose Job this entity is; undefined while nobody has said so. */
export function ownCluster(): string | undefined {
  const { cluster } = (workflowInfo().memo ?? {}) as Partial<Record<keyof EntityMemo, unknown>>;
  return typeof cluster === 'string' ? cluster : undefined;
}

/**
 * Whether news come from the cluster whose entity this is. An entity without a cluster takes the first that names itself;
 * that of another is told to no one but the log, since its operator has been told already or started at the same moment.
 * @param cluster undefined in news of an older operator
 */
export function isOfOwnCluster(cluster: string | undefined): boolean {
  const own = ownCluster();
  if (cluster === undefined || cluster === own || !patched(HEEDS_CLUSTER)) return true;
  if (own === undefined) {
    upsertMemo({ cluster });
    return true;
  }
  log.warn('News of a Job in another cluster were ignored', { cluster, own });
  return false;
}
