import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { objectsIn, textAt, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, count, NONE } from './column.ts';

export const autoscalerColumns: readonly Column[] = [
  column('Reference', (object) => `${textAt(object, ...TARGET, 'kind')}/${textAt(object, ...TARGET, 'name')}`),
  column('Targets', metricsText),
  column('MinPods', (object) => textAt(object, 'spec', 'minReplicas') || '<unset>'),
  column('MaxPods', 'spec.maxReplicas'),
  column('Replicas', count('status.currentReplicas')),
  AGE,
];

const TARGET = ['spec', 'scaleTargetRef'];
const SHOWN = 2;
const UNKNOWN = '<unknown>';

/** What is there of what is wanted, metric by metric. */
function metricsText(object: KubeObject): string {
  const statuses = objectsIn(valueAt(object, 'status', 'currentMetrics'));
  const texts = objectsIn(valueAt(object, 'spec', 'metrics')).map((spec, index) => metricText(spec, statuses[index]));
  if (texts.length === 0) return NONE;
  const more = texts.length - SHOWN;
  const shown = texts.slice(0, SHOWN).join(', ');
  return more > 0 ? `${shown} + ${more} more...` : shown;
}

const FIELD_OF: Readonly<Record<string, string>> = {
  External: 'external',
  Pods: 'pods',
  Object: 'object',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};

function metricText(spec: JsonObject, status: JsonObject | undefined): string {
  const field = FIELD_OF[textAt(spec, 'type')];
  if (field === undefined) return '<unknown type>';
  const wanted = (name: string): string => textAt(spec, field, 'target', name);
  const found = (name: string): string => textAt(status ?? {}, field, 'current', name);
  if (field === 'pods') return `${found('averageValue') || UNKNOWN}/${wanted('averageValue')}`;
  if (field === 'resource' || field === 'containerResource') {
    return `${textAt(spec, field, 'name')}: ${resourceText(wanted, found)}`;
  }
  if (wanted('averageValue')) return `${found('averageValue') || UNKNOWN}/${wanted('averageValue')} (avg)`;
  return `${found('value') || UNKNOWN}/${wanted('value')}`;
}

type Amount = (name: string) => string;

function resourceText(wanted: Amount, found: Amount): string {
  if (wanted('averageValue')) return `${found('averageValue') || UNKNOWN}/${wanted('averageValue')}`;
  const percent = (share: string, absent: string): string => (share ? `${share}%` : absent);
  return `${percent(found('averageUtilization'), UNKNOWN)}/${percent(wanted('averageUtilization'), '<auto>')}`;
}
