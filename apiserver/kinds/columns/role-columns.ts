import { objectsIn, textAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, joined, wideColumn } from './column.ts';
import type { KubeObject } from '../../object/kube-object.ts';

export const roleColumns: readonly Column[] = [column('Created At', 'metadata.creationTimestamp')];

const subjectsOf = (kind: string) => (binding: KubeObject) =>
  objectsIn(binding['subjects'])
    .filter((subject) => subject['kind'] === kind)
    .map(({ namespace, name }) => (kind === 'ServiceAccount' ? `${String(namespace)}/${String(name)}` : name));

export const roleBindingColumns: readonly Column[] = [
  column('Role', (binding) => `${textAt(binding, 'roleRef', 'kind')}/${textAt(binding, 'roleRef', 'name')}`),
  AGE,
  wideColumn('Users', (binding) => joined(subjectsOf('User')(binding))),
  wideColumn('Groups', (binding) => joined(subjectsOf('Group')(binding))),
  wideColumn('ServiceAccounts', (binding) => joined(subjectsOf('ServiceAccount')(binding))),
];
