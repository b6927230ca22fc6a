import { core } from '../../../../kubernetes/core-resources.ts';
import { mappedFrom } from '../../../../operator/kit/controller/source.ts';
import { keyOf } from '../../../../operator/kit/object-key.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import { sameJson } from '../objects/canonical-json.ts';
import { aggregatedRules, type ClusterRole } from './aggregated-rules.ts';

/** Stands in for the ClusterRole aggregation controller, without which `view`, `edit` and `admin` allow nothing. */
export function clusterRoleController({ client, informers }: ClusterDeps): ControllerSpec {
  const roles = informers.of<ClusterRole>(core.clusterRoles);
  const aggregated = (): string[] =>
    roles
      .list()
      .filter(({ aggregationRule }) => aggregationRule)
      .map(keyOf);
  return {
    sources: [mappedFrom(roles, aggregated)],
    async reconcile(key) {
      const role = roles.get(key);
      if (!role?.aggregationRule || role.metadata.deletionTimestamp !== undefined) return;
      const rules = aggregatedRules(role, roles.list());
      if (sameJson(role.rules ?? [], rules)) return;
      const { name, resourceVersion } = role.metadata;
      await client.patch(
        core.clusterRoles,
        { name },
        { type: 'merge', body: { metadata: { resourceVersion }, rules } },
      );
    },
  };
}
