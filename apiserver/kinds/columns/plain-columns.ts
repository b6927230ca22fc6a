import type { KubeObject } from '../../object/kube-object.ts';
import { objectsIn, textAt, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, joined, NONE, selectorText } from './column.ts';

const sizeOf = (value: unknown): number => Object.keys(value ?? {}).length;

export const configMapColumns: readonly Column[] = [
  column('Data', (object) => sizeOf(object['data']) + sizeOf(object['binaryData'])),
  AGE,
];

export const secretColumns: readonly Column[] = [
  column('Type', 'type'),
  column('Data', (object) => sizeOf(object['data'])),
  AGE,
];

export const namespaceColumns: readonly Column[] = [column('Status', 'status.phase'), AGE];

export const serviceAccountColumns: readonly Column[] = [
  column('Secrets', (object) => objectsIn(object['secrets']).length),
  AGE,
];

export const leaseColumns: readonly Column[] = [
  column('Holder', (object) => textAt(object, 'spec', 'holderIdentity')),
  AGE,
];

/** Of kinds that have no columns of their own. */
export const createdAtColumns: readonly Column[] = [column('Created At', 'metadata.creationTimestamp')];

export const webhookConfigurationColumns: readonly Column[] = [
  {
    ...column('Webhooks', (object) => objectsIn(object['webhooks']).length, 'integer'),
    description: 'Webhooks indicates the number of webhooks registered in this configuration',
  },
  AGE,
];

export const storageClassColumns: readonly Column[] = [
  column('Provisioner', 'provisioner'),
  column('ReclaimPolicy', 'reclaimPolicy'),
  column('VolumeBindingMode', 'volumeBindingMode'),
  column('AllowVolumeExpansion', (object) => object['allowVolumeExpansion'] === true),
  AGE,
];

export const priorityClassColumns: readonly Column[] = [
  column('Value', 'value'),
  column('Global-Default', (object) => object['globalDefault'] === true),
  AGE,
  column('PreemptionPolicy', 'preemptionPolicy'),
];

export const runtimeClassColumns: readonly Column[] = [column('Handler', 'handler'), AGE];

export const networkPolicyColumns: readonly Column[] = [
  column('Pod-Selector', (object) => selectorText(valueAt(object, 'spec', 'podSelector'))),
  AGE,
];

export const ingressClassColumns: readonly Column[] = [
  column('Controller', 'spec.controller'),
  column('Parameters', parametersText),
  AGE,
];

function parametersText(object: KubeObject): string {
  const parameters = valueAt(object, 'spec', 'parameters');
  if (!parameters) return NONE;
  const [group, kind, name] = ['apiGroup', 'kind', 'name'].map((field) => textAt(object, 'spec', 'parameters', field));
  return group ? `${kind}.${group}/${name}` : `${kind}/${name}`;
}

export const ingressColumns: readonly Column[] = [
  column('Class', (object) => textAt(object, 'spec', 'ingressClassName') || NONE),
  column('Hosts', hostsText),
  column('Address', (object) =>
    joined(objectsIn(valueAt(object, 'status', 'loadBalancer', 'ingress')).map(({ ip, hostname }) => ip ?? hostname)),
  ),
  column('Ports', (object) => (objectsIn(valueAt(object, 'spec', 'tls')).length > 0 ? '80, 443' : '80')),
  AGE,
];

function hostsText(object: KubeObject): string {
  const hosts = objectsIn(valueAt(object, 'spec', 'rules')).flatMap(({ host }) => (host ? [host] : []));
  return joined(hosts) || '*';
}

const described = (description: string, one: Column): Column => ({ ...one, description });

export const disruptionBudgetColumns: readonly Column[] = [
  described(
    'The minimum number of pods that must be available.',
    column('Min Available', (object) => textAt(object, 'spec', 'minAvailable') || 'N/A'),
  ),
  described(
    'The maximum number of pods that may be unavailable.',
    column('Max Unavailable', (object) => textAt(object, 'spec', 'maxUnavailable') || 'N/A'),
  ),
  described(
    'Calculated number of pods that may be disrupted at this time.',
    column('Allowed Disruptions', (object) => valueAt(object, 'status', 'disruptionsAllowed') ?? 0, 'integer'),
  ),
  AGE,
];

export const endpointsColumns: readonly Column[] = [column('Endpoints', endpointsText), AGE];

const SHOWN = 3;

function endpointsText(object: KubeObject): string {
  const all = objectsIn(object['subsets']).flatMap(({ addresses, ports }) =>
    objectsIn(addresses).flatMap(({ ip }) =>
      objectsIn(ports).length === 0 ? [ip] : objectsIn(ports).map(({ port }) => `${String(ip)}:${String(port)}`),
    ),
  );
  const more = all.length - SHOWN;
  const shown = joined(all.slice(0, SHOWN)) || NONE;
  return more > 0 ? `${shown} + ${more} more...` : shown;
}

export const revisionColumns: readonly Column[] = [
  column('Controller', ({ metadata }) => {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller);
    if (!owner) return NONE;
    const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
    return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
  }),
  column('Revision', 'revision'),
  AGE,
];

export const resourceQuotaColumns: readonly Column[] = [
  column('Request', (object) => quotaText(object, (name) => !name.startsWith('limits.'))),
  column('Limit', (object) => quotaText(object, (name) => name.startsWith('limits.'))),
  AGE,
];

/** How much of each limit is used, by name. */
function quotaText(object: KubeObject, shows: (name: string) => boolean): string {
  const used = (valueAt(object, 'status', 'used') ?? {}) as Record<string, string>;
  const hard = (valueAt(object, 'status', 'hard') ?? {}) as Record<string, string>;
  const names = Object.keys(hard).filter(shows).sort();
  return names.map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`).join(', ');
}
