import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { objectsIn, textAt, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, joined, NONE, selectorText, wideColumn } from './column.ts';

export const serviceColumns: readonly Column[] = [
  column('Type', 'spec.type'),
  column('Cluster-IP', (object) => textAt(object, 'spec', 'clusterIP') || NONE),
  column('External-IP', externalText),
  column(
    'Port(s)',
    (object) =>
      objectsIn(valueAt(object, 'spec', 'ports'))
        .map(portText)
        .join(',') || NONE,
  ),
  AGE,
  wideColumn('Selector', (object) => selectorText({ matchLabels: valueAt(object, 'spec', 'selector') })),
];

function portText(entry: JsonObject): string {
  const [port, nodePort, protocol] = ['port', 'nodePort', 'protocol'].map((field) => textAt(entry, field));
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

function externalText(object: KubeObject): string {
  const type = textAt(object, 'spec', 'type');
  if (type === 'ExternalName') return textAt(object, 'spec', 'externalName');
  const given = valueAt(object, 'spec', 'externalIPs');
  const ingress = objectsIn(valueAt(object, 'status', 'loadBalancer', 'ingress'));
  const balanced = type === 'LoadBalancer' ? ingress.map(({ ip, hostname }) => ip ?? hostname) : [];
  const all = [...balanced, ...(Array.isArray(given) ? (given as unknown[]) : [])];
  return joined(all) || (type === 'LoadBalancer' ? '<pending>' : NONE);
}

/** Longer lists end in how many more there are. */
const SHOWN = 3;

function shortened(items: readonly unknown[]): string {
  const more = items.length - SHOWN;
  const shown = joined(items.slice(0, SHOWN)) || '<unset>';
  return more > 0 ? `${shown} + ${more} more...` : shown;
}

export const endpointSliceColumns: readonly Column[] = [
  column('AddressType', 'addressType'),
  column('Ports', (object) => shortened(objectsIn(object['ports']).map(({ port }) => port ?? '*'))),
  column('Endpoints', (object) => shortened(objectsIn(object['endpoints']).flatMap(({ addresses }) => addresses))),
  AGE,
];
