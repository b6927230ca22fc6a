import type { KubeObject } from '../../object/kube-object.ts';
import { objectsIn, textAt, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, NONE, wideColumn } from './column.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';
const UNKNOWN = '<unknown>';

const infoOf =
  (name: string) =>
  (node: KubeObject): string =>
    textAt(node, 'status', 'nodeInfo', name) || UNKNOWN;

export const nodeColumns: readonly Column[] = [
  column('Status', statusText),
  column('Roles', rolesText),
  AGE,
  column('Version', (node) => textAt(node, 'status', 'nodeInfo', 'kubeletVersion')),
  wideColumn('Internal-IP', (node) => addressOf(node, 'InternalIP')),
  wideColumn('External-IP', (node) => addressOf(node, 'ExternalIP')),
  wideColumn('OS-Image', infoOf('osImage')),
  wideColumn('Kernel-Version', infoOf('kernelVersion')),
  wideColumn('Container-Runtime', infoOf('containerRuntimeVersion')),
];

function statusText(node: KubeObject): string {
  const ready = objectsIn(valueAt(node, 'status', 'conditions')).find(({ type }) => type === 'Ready');
  const status = ready ? (ready['status'] === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return valueAt(node, 'spec', 'unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

function rolesText({ metadata }: KubeObject): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([name, value]) => {
    if (name.startsWith(ROLE_PREFIX)) return [name.slice(ROLE_PREFIX.length)].filter((role) => role !== '');
    return name === ROLE_LABEL && value !== '' ? [value] : [];
  });
  return [...new Set(roles)].sort().join(',') || NONE;
}

function addressOf(node: KubeObject, wanted: string): string {
  const found = objectsIn(valueAt(node, 'status', 'addresses')).find(({ type }) => type === wanted);
  return found ? textAt(found, 'address') : NONE;
}
