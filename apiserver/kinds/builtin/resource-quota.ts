import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { resourceQuotaColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { specOf, valueAt } from './fields.ts';

/** Kinds whose number can be limited by their bare plural; the number of any kind by `count/<plural>.<group>`. */
export const COUNTED_PLURALS = [
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
];

/** What claims ask for, all together. */
export const REQUESTED_STORAGE = 'requests.storage';

export const resourceQuota = builtin({
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  shortNames: ['quota'],
  hasStatus: true,
  definition: 'io.k8s.api.core.v1.ResourceQuota',
  columns: resourceQuotaColumns,
  strategy: { returnsDeleted: true, errors: quotaErrors },
});

/** What would not be enforced is not accepted. */
function quotaErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const unknown = Object.keys(spec['hard'] ?? {}).filter((name) => !isEnforced(name));
  const scopes = ['scopes', 'scopeSelector'].filter((field) => valueAt(spec, field) !== undefined);
  return [
    ...unknown.map((name) => invalid(`spec.hard[${name}]`, name, 'this server does not enforce it')),
    ...scopes.map((field) => invalid(`spec.${field}`, spec[field], 'this server has no quotas of scopes')),
  ];
}

const isEnforced = (name: string): boolean =>
  COUNTED_PLURALS.includes(name) || name === REQUESTED_STORAGE || name.startsWith('count/');
