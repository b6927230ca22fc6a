import { networkPolicyColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf } from './fields.ts';

export const networkPolicy = builtin({
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
});
