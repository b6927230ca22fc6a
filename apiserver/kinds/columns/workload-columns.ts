import type { KubeObject } from '../../object/kube-object.ts';
import { objectsIn, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, count, joined, selectorText, wideColumn } from './column.ts';

const containersOf = (object: KubeObject): ReturnType<typeof objectsIn> =>
  objectsIn(valueAt(object, 'spec', 'template', 'spec', 'containers'));

const CONTAINERS = wideColumn('Containers', (object) => joined(containersOf(object).map(({ name }) => name)));
const IMAGES = wideColumn('Images', (object) => joined(containersOf(object).map(({ image }) => image)));
const SELECTOR = wideColumn('Selector', (object) => selectorText(valueAt(object, 'spec', 'selector')));

/** Such as `1/3`: how many are ready of how many there shall be. */
function readyOf(object: KubeObject): string {
  const ready = valueAt(object, 'status', 'readyReplicas') ?? 0;
  return `${Number(ready)}/${Number(valueAt(object, 'spec', 'replicas') ?? 0)}`;
}

export const deploymentColumns: readonly Column[] = [
  column('Ready', readyOf),
  column('Up-to-date', count('status.updatedReplicas'), 'integer'),
  column('Available', count('status.availableReplicas'), 'integer'),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

export const replicaSetColumns: readonly Column[] = [
  column('Desired', count('spec.replicas'), 'integer'),
  column('Current', count('status.replicas'), 'integer'),
  column('Ready', count('status.readyReplicas'), 'integer'),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

/** Its selector is labels. */
export const replicationControllerColumns: readonly Column[] = [
  ...replicaSetColumns.slice(0, -1),
  wideColumn('Selector', (object) => selectorText({ matchLabels: valueAt(object, 'spec', 'selector') })),
];

export const podTemplateColumns: readonly Column[] = [
  column('Containers', (object) => joined(templateContainers(object).map(({ name }) => name))),
  column('Images', (object) => joined(templateContainers(object).map(({ image }) => image))),
  column('Pod Labels', (object) => selectorText({ matchLabels: valueAt(object, 'template', 'metadata', 'labels') })),
];

const templateContainers = (object: KubeObject): ReturnType<typeof objectsIn> =>
  objectsIn(valueAt(object, 'template', 'spec', 'containers'));

export const statefulSetColumns: readonly Column[] = [column('Ready', readyOf), AGE, CONTAINERS, IMAGES];

export const daemonSetColumns: readonly Column[] = [
  column('Desired', count('status.desiredNumberScheduled'), 'integer'),
  column('Current', count('status.currentNumberScheduled'), 'integer'),
  column('Ready', count('status.numberReady'), 'integer'),
  column('Up-to-date', count('status.updatedNumberScheduled'), 'integer'),
  column('Available', count('status.numberAvailable'), 'integer'),
  column('Node Selector', (object) => nodeSelector(object)),
  AGE,
  CONTAINERS,
  IMAGES,
  SELECTOR,
];

function nodeSelector(object: KubeObject): string {
  return selectorText({ matchLabels: valueAt(object, 'spec', 'template', 'spec', 'nodeSelector') });
}
