import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { eventColumns, newEventColumns } from '../columns/event-columns.ts';
import { builtin } from './define.ts';
import { textAt, valueAt } from './fields.ts';

const SELECTABLE = ['reason', 'type'];

export const event = builtin({
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  definition: 'io.k8s.api.core.v1.Event',
  selectableFields: [
    ...SELECTABLE,
    'involvedObject.apiVersion',
    'involvedObject.fieldPath',
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.resourceVersion',
    'involvedObject.uid',
    'reportingComponent',
    'source',
  ],
  columns: eventColumns,
  strategy: { createsOnUpdate: true, errors: (object) => namespaceErrors(object, 'involvedObject') },
});

/** The same objects under the names of events.k8s.io. */
export const newEvent = builtin({
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  definition: 'io.k8s.api.events.v1.Event',
  selectableFields: [...SELECTABLE, 'regarding.kind', 'regarding.name', 'regarding.namespace', 'regarding.uid'],
  columns: newEventColumns,
  storedAs: { resource: event, toStored, fromStored },
  strategy: {
    createsOnUpdate: true,
    errors: newEventErrors,
    updateErrors: (object) => namespaceErrors(object, 'regarding'),
  },
});

/** The field's name in events.k8s.io, and in the core group where the objects are stored. */
const RENAMED: readonly (readonly [string, string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

function toStored(object: KubeObject): KubeObject {
  const names = new Map(RENAMED);
  return { ...renamed(object, names), apiVersion: 'v1' };
}

function fromStored(object: KubeObject): KubeObject {
  const names = new Map(RENAMED.map(([name, stored]) => [stored, name]));
  return { ...renamed(object, names), apiVersion: 'events.k8s.io/v1' };
}

function renamed(object: JsonObject, names: ReadonlyMap<string, string>): KubeObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]),
  ) as KubeObject;
}

/** An event is where what it is about is; what is nowhere, in `default`. */
function namespaceErrors(object: KubeObject, field: string): FieldError[] {
  const namespace = textAt(object, field, 'namespace');
  const wanted = namespace || 'default';
  const isRight =
    object.metadata.namespace === wanted || (namespace === '' && object.metadata.namespace === 'kube-system');
  return isRight ? [] : [invalid('involvedObject.namespace', namespace, 'does not match event.namespace')];
}

const REQUIRED = ['eventTime', 'reportingController', 'reportingInstance', 'action', 'reason'];

function newEventErrors(object: KubeObject): FieldError[] {
  const missing = REQUIRED.filter((name) => !valueAt(object, name));
  const type = object['type'];
  const isType = type === 'Normal' || type === 'Warning';
  return [
    ...missing.map((name) => required(name)),
    ...(isType ? [] : [invalid('type', type ?? '', 'has invalid value: ')]),
    ...namespaceErrors(object, 'regarding'),
  ];
}
