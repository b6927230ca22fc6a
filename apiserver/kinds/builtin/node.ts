import { nodeColumns } from '../columns/node-columns.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import { cloneJson } from '../../object/kube-object.ts';
import { builtin } from './define.ts';
import { objectAt, specOf } from './fields.ts';
import { nodeErrors, nodeUpdateErrors } from './validation/node.ts';

export const node = builtin({
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  hasStatus: true,
  selectableFields: ['spec.unschedulable'],
  definition: 'io.k8s.api.core.v1.Node',
  columns: nodeColumns,
  strategy: {
    // As a kubelet makes itself known.
    createsWithStatus: true,
    setDefaults: (object) => {
      const status = objectAt(object, 'status');
      if (status['capacity'] !== undefined) status['allocatable'] ??= cloneJson(status['capacity']);
      alignNetworks(specOf(object));
    },
    errors: nodeErrors,
    updateErrors: nodeUpdateErrors,
  },
});

/** The one network is the first of all; where they differ it counts. */
function alignNetworks(spec: JsonObject): void {
  const { podCIDR, podCIDRs } = spec;
  const [first] = (podCIDRs ?? []) as string[];
  if (podCIDR && podCIDR !== first) spec['podCIDRs'] = [podCIDR];
  else if (first) spec['podCIDR'] = first;
}
