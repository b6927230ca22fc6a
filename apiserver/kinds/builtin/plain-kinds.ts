import type { Resource } from '../resource.ts';
import { ingressColumns, networkPolicyColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf } from './fields.ts';
import { classErrors, ingressErrors, ingressWarnings } from './validation/ingress.ts';

/** Kinds that are only kept: the server decides nothing of them but defaults. */
export const PLAIN_KINDS: readonly Resource[] = [
  builtin({
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
  }),
  builtin({
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'NetworkPolicy',
    plural: 'networkpolicies',
    shortNames: ['netpol'],
    definition: 'io.k8s.api.networking.v1.NetworkPolicy',
    columns: networkPolicyColumns,
    strategy: {
      countsGenerations: true,
      setDefaults: (object) => {
        const spec = specOf(object);
        setAbsent(spec, { policyTypes: ['Ingress', ...(spec['egress'] ? ['Egress'] : [])] });
      },
    },
  }),
];
