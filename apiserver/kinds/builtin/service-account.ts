import { serviceAccountColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';

export const serviceAccount = builtin({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  definition: 'io.k8s.api.core.v1.ServiceAccount',
  subresources: [
    {
      name: 'token',
      verbs: ['create'],
      kind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
    },
  ],
  columns: serviceAccountColumns,
  strategy: { returnsDeleted: true },
});
