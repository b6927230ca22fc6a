import { nodeColumns } from '../columns/node-columns.ts';
import { cloneJson } from '../../object/kube-object.ts';
import { builtin } from './define.ts';
import { objectAt } from './fields.ts';

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
    },
  },
});
