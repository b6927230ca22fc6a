import { aggregatedRules } from '../access/rbac/aggregated-rules.ts';
import type { Role } from '../access/rbac/policy.ts';
import { SYSTEM_ADMIN } from '../access/system-admin.ts';
import { clusterRole } from '../kinds/builtin/role.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { equalJson } from '../object/kube-object.ts';
import { kindPrefix } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import { updateObject } from '../rest/update-object.ts';
import type { Controller, ControllerContext } from './controller-context.ts';
import { targetOf, unlessOvertaken } from './controller-context.ts';
import { follow } from './event-loop.ts';
import { RetryQueue } from './retry-queue.ts';

const MANAGER = 'clusterrole-aggregation-controller';
/** An aggregated role may be gathered by another: `view` by `edit`, `edit` by `admin`. */
const MAX_DEPTH = 10;

/** Fills the rules of aggregated cluster roles; what is there at the start is filled when this resolves. */
export async function startClusterRoleAggregation({ rest, logger }: ControllerContext): Promise<Controller> {
  for (let depth = 0; depth < MAX_DEPTH && (await aggregateAll(rest)); depth++);
  const queue = new RetryQueue(
    async () => aggregateAll(rest).then(() => true),
    (err) => logger.error({ err }, 'aggregating cluster roles failed'),
  );
  const follower = { prefix: kindPrefix(clusterRole), reset: () => undefined, observe: () => queue.add('all') };
  const stopFollowing = await follow(rest.store, follower, logger);
  return {
    stop: () => {
      stopFollowing();
      queue.stop();
    },
  };
}

/** @returns whether a role was changed, which others may gather */
async function aggregateAll(rest: ControllerContext['rest']): Promise<boolean> {
  const { records } = await rest.store.list({ prefix: kindPrefix(clusterRole) });
  const roles = records.map((record) => decodeRecord(record) as Role);
  const due = roles.filter((role) => role.aggregationRule && !role.metadata.deletionTimestamp);
  const changed = due.filter((role) => !equalJson(role.rules ?? [], aggregatedRules(role, roles)));
  for (const role of changed) await unlessOvertaken(() => setRules(rest, role, aggregatedRules(role, roles)));
  return changed.length > 0;
}

async function setRules(rest: ControllerContext['rest'], { metadata }: Role, rules: unknown): Promise<void> {
  const { name = '', resourceVersion = '' } = metadata;
  const target = {
    ...targetOf(clusterRole, { namespace: '', name }, SYSTEM_ADMIN),
    fieldManager: MANAGER,
  };
  const apply = (existing: KubeObject | undefined): KubeObject => {
    const role = { ...(existing as KubeObject), rules };
    return { ...role, metadata: { ...role.metadata, resourceVersion } };
  };
  await updateObject(rest, target, { apply, mayCreate: false });
}
