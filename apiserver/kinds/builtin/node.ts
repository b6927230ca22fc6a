import { nodeColumns } from '../columns/node-columns.ts';
import { builtin } from './define.ts';

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
});
