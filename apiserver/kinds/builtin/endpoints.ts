import { endpointsColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';

export const endpoints = builtin({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  shortNames: ['ep'],
  definition: 'io.k8s.api.core.v1.Endpoints',
  columns: endpointsColumns,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
});
