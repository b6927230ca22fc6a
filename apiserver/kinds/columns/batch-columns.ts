import { humanDuration } from '../../object/human-duration.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { objectsIn, textAt, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, joined, NONE, selectorText, since, wideColumn } from './column.ts';

const templateOf = (object: KubeObject): unknown =>
  valueAt(object, 'spec', 'jobTemplate', 'spec', 'template') ?? valueAt(object, 'spec', 'template');

const partsOf =
  (part: string) =>
  (object: KubeObject): string =>
    joined(objectsIn(valueAt(templateOf(object), 'spec', 'containers')).map((container) => container[part]));

const WIDE = [wideColumn('Containers', partsOf('name')), wideColumn('Images', partsOf('image'))];

export const jobColumns: readonly Column[] = [
  column('Status', jobStatus),
  column('Completions', completions),
  column('Duration', duration),
  AGE,
  ...WIDE,
  wideColumn('Selector', (object) => selectorText(valueAt(object, 'spec', 'selector'))),
];

/** The first of these conditions that is true. */
const CONDITIONS: readonly (readonly [string, string])[] = [
  ['Complete', 'Complete'],
  ['Failed', 'Failed'],
  ['Suspended', 'Suspended'],
  ['FailureTarget', 'FailureTarget'],
  ['SuccessCriteriaMet', 'SuccessCriteriaMet'],
];

function jobStatus(object: KubeObject): string {
  const conditions = objectsIn(valueAt(object, 'status', 'conditions'));
  const holds = (name: string): boolean => conditions.some(({ type, status }) => type === name && status === 'True');
  const found = CONDITIONS.find(([name]) => holds(name));
  if (found) return found[1];
  return object.metadata.deletionTimestamp ? 'Terminating' : 'Running';
}

function completions(object: KubeObject): string {
  const succeeded = textAt(object, 'status', 'succeeded') || '0';
  const wanted = textAt(object, 'spec', 'completions');
  if (wanted) return `${succeeded}/${wanted}`;
  const parallelism = Number(valueAt(object, 'spec', 'parallelism') ?? 0);
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration(object: KubeObject, now: Date): string {
  const start = Date.parse(textAt(object, 'status', 'startTime'));
  const end = Date.parse(textAt(object, 'status', 'completionTime'));
  if (Number.isNaN(start)) return '';
  return humanDuration((Number.isNaN(end) ? now.getTime() : end) - start);
}

export const cronJobColumns: readonly Column[] = [
  column('Schedule', 'spec.schedule'),
  column('Timezone', (object) => textAt(object, 'spec', 'timeZone') || NONE),
  column('Suspend', (object) => (valueAt(object, 'spec', 'suspend') === true ? 'True' : 'False'), 'boolean'),
  column('Active', (object) => objectsIn(valueAt(object, 'status', 'active')).length, 'integer'),
  column('Last Schedule', lastSchedule),
  AGE,
  ...WIDE,
  // A template of jobs has none of its own.
  wideColumn('Selector', () => NONE),
];

function lastSchedule(object: KubeObject, now: Date): unknown {
  return textAt(object, 'status', 'lastScheduleTime') ? since('status.lastScheduleTime')(object, now) : NONE;
}
