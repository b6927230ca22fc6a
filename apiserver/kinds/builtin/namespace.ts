import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { dnsLabelErrors } from '../../validation/names.ts';
import { namespaceColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';

/** spec.finalizers of every new namespace: its contents must go before it. */
export const NAMESPACE_FINALIZER = 'kubernetes';

const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespace = builtin({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  hasStatus: true,
  subresources: [{ name: 'finalize', verbs: ['update'], kind: { group: '', version: 'v1', kind: 'Namespace' } }],
  selectableFields: ['status.phase'],
  definition: 'io.k8s.api.core.v1.Namespace',
  columns: namespaceColumns,
  strategy: {
    nameErrors: dnsLabelErrors,
    returnsDeleted: true,
    setDefaults,
    prepareCreate,
    prepareUpdate,
    prepareDelete: (object) => void (object['status'] = { ...statusOf(object), phase: 'Terminating' }),
    holdsDeletion: (object) => namespaceFinalizers(object).length > 0,
  },
});

export const statusOf = (object: KubeObject): JsonObject => (object['status'] ?? {}) as JsonObject;

export const namespaceFinalizers = (object: KubeObject): string[] =>
  ((object['spec'] as JsonObject | undefined)?.['finalizers'] ?? []) as string[];

function setDefaults(object: KubeObject): void {
  const { name } = object.metadata;
  if (name) object.metadata.labels = { ...object.metadata.labels, [NAME_LABEL]: name };
}

function prepareCreate(object: KubeObject): void {
  const finalizers = new Set([...namespaceFinalizers(object), NAMESPACE_FINALIZER]);
  object['spec'] = { finalizers: [...finalizers] };
  object['status'] = { phase: 'Active' };
}

/** Finalizers change only through the finalize subresource. */
function prepareUpdate(object: KubeObject, old: KubeObject): void {
  if (old['spec'] === undefined) delete object['spec'];
  else object['spec'] = old['spec'];
}
