import { ageOf } from '../../object/age.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { textAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { column, wideColumn } from './column.ts';

/** Where the two kinds of events have the same things. */
type Names = {
  readonly subject: string;
  readonly message: string;
  readonly reporter: string;
  readonly source: string;
  readonly first: string;
  readonly last: string;
  readonly count: string;
};

function columnsOf(names: Names): readonly Column[] {
  const seriesOr = (field: string, other: string) => (event: KubeObject) =>
    textAt(event, 'series', field) || textAt(event, other);
  const last = (event: KubeObject): string =>
    seriesOr('lastObservedTime', names.last)(event) || textAt(event, 'eventTime');
  const first = (event: KubeObject): string => textAt(event, names.first) || textAt(event, 'eventTime');
  const subject = (event: KubeObject): string =>
    `${textAt(event, names.subject, 'kind').toLowerCase()}/${textAt(event, names.subject, 'name')}`;
  return [
    column('Last Seen', (event, now) => ageOf(last(event) || undefined, now)),
    column('Type', 'type'),
    column('Reason', 'reason'),
    column('Object', subject),
    wideColumn('Subobject', `${names.subject}.fieldPath`),
    wideColumn('Source', (event) => sourceOf(event, names)),
    column('Message', (event) => textAt(event, names.message).trim()),
    wideColumn('First Seen', (event, now) => ageOf(first(event) || undefined, now)),
    wideColumn('Count', (event) => Number(seriesOr('count', names.count)(event) || 1), 'integer'),
    wideColumn('Name', ({ metadata }) => metadata.name),
  ];
}

function sourceOf(event: KubeObject, { source, reporter }: Names): string {
  const component = textAt(event, source, 'component') || textAt(event, reporter);
  const host = textAt(event, source, 'host') || textAt(event, 'reportingInstance');
  return host ? `${component}, ${host}` : component;
}

export const eventColumns = columnsOf({
  subject: 'involvedObject',
  message: 'message',
  reporter: 'reportingComponent',
  source: 'source',
  first: 'firstTimestamp',
  last: 'lastTimestamp',
  count: 'count',
});

export const newEventColumns = columnsOf({
  subject: 'regarding',
  message: 'note',
  reporter: 'reportingController',
  source: 'deprecatedSource',
  first: 'deprecatedFirstTimestamp',
  last: 'deprecatedLastTimestamp',
  count: 'deprecatedCount',
});
