import { ingressColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { classErrors, ingressErrors, ingressWarnings } from './validation/ingress.ts';

export const ingress = builtin({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  shortNames: ['ing'],
  hasStatus: true,
  definition: 'io.k8s.api.networking.v1.Ingress',
  columns: ingressColumns,
  strategy: {
    countsGenerations: true,
    warnings: ingressWarnings,
    errors: (object) => [...ingressErrors(object), ...classErrors(object)],
    updateErrors: ingressErrors,
  },
});
