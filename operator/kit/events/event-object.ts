import type { KubernetesObject } from '../../../resources/kind.ts';
import { microTime } from '../micro-time.ts';

/** What happened to an object, for those who read `kubectl describe`. */
export interface EventNote {
  readonly regarding: KubernetesObject;
  readonly type: 'Normal' | 'Warning';
  /** Why, one word in UpperCamelCase; events of the same reason and note are counted together. */
  readonly reason: string;
  /** What was done about it, one word in UpperCamelCase. */
  readonly action: string;
  /** One sentence; no secrets. Cut after 1 kB. */
  readonly note: string;
}

/** Who reports. */
export interface Reporter {
  /** e.g. `durasync.dev/operator`. */
  readonly controller: string;
  /** e.g. the pod's name. */
  readonly instance: string;
}

/** An events.k8s.io/v1 Event. */
export interface EventObject extends KubernetesObject {
  readonly eventTime: string;
  readonly type: string;
  readonly reason: string;
  readonly action: string;
  readonly note: string;
  readonly reportingController: string;
  readonly reportingInstance: string;
  readonly regarding: Readonly<Record<string, string | undefined>>;
  readonly series?: EventSeries;
}

/** How often an event has happened, the first time included. */
export interface EventSeries {
  readonly count: number;
  readonly lastObservedTime: string;
}

const maxWordLength = 128;
const maxNoteBytes = 1024;
const maxNameLength = 253;

/** The Event object of a note. `suffix` makes its name unique. */
export function eventObject(event: EventNote, reporter: Reporter, date: Date, suffix: string): EventObject {
  const { regarding } = event;
  const { name, namespace, uid, resourceVersion } = regarding.metadata;
  const about = { apiVersion: regarding.apiVersion, kind: regarding.kind, name, namespace, uid, resourceVersion };
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: eventName(name, suffix), namespace: eventNamespace(regarding) },
    eventTime: microTime(date),
    type: event.type,
    reason: event.reason.slice(0, maxWordLength),
    action: event.action.slice(0, maxWordLength),
    note: truncate(event.note, maxNoteBytes),
    reportingController: reporter.controller,
    reportingInstance: reporter.instance.slice(0, maxWordLength),
    regarding: about,
  };
}

/** The namespace of an object's events; `default` for cluster-scoped objects. */
export function eventNamespace(regarding: KubernetesObject): string {
  return regarding.metadata.namespace ?? 'default';
}

/**
 * Notes of one key are one series. The text counts, as a series shows only that of its first note; numbers in it do not,
 * as they may differ each time.
 */
export function seriesKey({ regarding, type, reason, action, note }: EventNote): string {
  const { namespace, name, uid } = regarding.metadata;
  return JSON.stringify([regarding.kind, namespace, name, uid, type, reason, action, note.replaceAll(/\d+/g, '#')]);
}

function eventName(name: string, suffix: string): string {
  return `${name.slice(0, maxNameLength - suffix.length - 1).replace(/[^a-z0-9]+$/, '')}.${suffix}`;
}

/** Cut by bytes, never within a character. */
function truncate(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= maxBytes) return text;
  return bytes.subarray(0, maxBytes).toString('utf8').replace(/�+$/, '');
}
