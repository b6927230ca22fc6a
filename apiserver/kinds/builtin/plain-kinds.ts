import type { Resource } from '../resource.ts';
import {
  endpointsColumns,
  ingressClassColumns,
  ingressColumns,
  networkPolicyColumns,
  priorityClassColumns,
  revisionColumns,
  storageClassColumns,
} from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf } from './fields.ts';
import { ingressErrors } from './validation/ingress.ts';

/** Kinds that are only kept: the server decides nothing of them but defaults. */
export const PLAIN_KINDS: readonly Resource[] = [
  builtin({
    group: 'apps',
    version: 'v1',
    kind: 'ControllerRevision',
    plural: 'controllerrevisions',
    definition: 'io.k8s.api.apps.v1.ControllerRevision',
    columns: revisionColumns,
  }),
  builtin({
    group: '',
    version: 'v1',
    kind: 'Endpoints',
    plural: 'endpoints',
    shortNames: ['ep'],
    definition: 'io.k8s.api.core.v1.Endpoints',
    columns: endpointsColumns,
  }),
  builtin({
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'Ingress',
    plural: 'ingresses',
    shortNames: ['ing'],
    hasStatus: true,
    definition: 'io.k8s.api.networking.v1.Ingress',
    columns: ingressColumns,
    strategy: { countsGenerations: true, errors: ingressErrors },
  }),
  builtin({
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'IngressClass',
    plural: 'ingressclasses',
    namespaced: false,
    definition: 'io.k8s.api.networking.v1.IngressClass',
    columns: ingressClassColumns,
    strategy: { countsGenerations: true },
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
  builtin({
    group: 'scheduling.k8s.io',
    version: 'v1',
    kind: 'PriorityClass',
    plural: 'priorityclasses',
    shortNames: ['pc'],
    namespaced: false,
    definition: 'io.k8s.api.scheduling.v1.PriorityClass',
    columns: priorityClassColumns,
    strategy: {
      countsGenerations: true,
      setDefaults: (object) => setAbsent(object, { preemptionPolicy: 'PreemptLowerPriority' }),
    },
  }),
  builtin({
    group: 'storage.k8s.io',
    version: 'v1',
    kind: 'StorageClass',
    plural: 'storageclasses',
    shortNames: ['sc'],
    namespaced: false,
    definition: 'io.k8s.api.storage.v1.StorageClass',
    columns: storageClassColumns,
    strategy: {
      returnsDeleted: true,
      setDefaults: (object) => setAbsent(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
    },
  }),
];
