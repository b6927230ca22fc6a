import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import type { KubernetesObject } from '../../../../resources/kind.ts';

/** One thing worth telling in `kubectl describe`. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning';
  /** UpperCamelCase, e.g. `BackOff`. */
  readonly reason: string;
  readonly message: string;
  /** Name of the container it is about. */
  readonly container?: string;
}

export interface EventRecorder {
  /** Never throws and never waits: an event is a courtesy. */
  record(about: KubernetesObject, note: EventNote): void;
}

export interface RecorderOptions {
  readonly client: KubernetesClient;
  readonly log: Logger;
  readonly component: string;
  readonly nodeName: string;
}

// The same note on the same object is told once in this time, so that a crash loop does not fill the store.
const REPEAT_MS = 5 * 60_000;
const REMEMBERED = 1_000;

/** Writes events.k8s.io/v1 Events. */
export function createEventRecorder({ client, log, component, nodeName }: RecorderOptions): EventRecorder {
  const told = new Map<string, number>();
  const isRepeat = (key: string, now: number): boolean => {
    const before = told.get(key);
    if (before !== undefined && now - before < REPEAT_MS) return true;
    told.delete(key);
    told.set(key, now);
    const [oldest] = told.keys();
    if (told.size > REMEMBERED && oldest !== undefined) told.delete(oldest);
    return false;
  };
  return {
    record(about, note) {
      const now = new Date();
      if (isRepeat(`${about.metadata.uid} ${note.reason} ${note.message}`, now.getTime())) return;
      const event = { ...newEvent(about, note, now), reportingController: component, reportingInstance: nodeName };
      client
        .create(core.events, event)
        .catch((error: unknown) => log.debug({ err: error, reason: note.reason }, 'event not recorded'));
    },
  };
}

function newEvent(about: KubernetesObject, note: EventNote, now: Date): KubernetesObject & Record<string, unknown> {
  const { name, namespace = 'default', uid, resourceVersion } = about.metadata;
  const fieldPath = note.container === undefined ? {} : { fieldPath: `spec.containers{${note.container}}` };
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: `${name}.${randomBytes(8).toString('hex')}`, namespace },
    eventTime: now.toISOString().replace('Z', '000Z'),
    action: note.reason,
    reason: note.reason,
    type: note.type,
    note: note.message.slice(0, 1024),
    regarding: { apiVersion: about.apiVersion, kind: about.kind, name, namespace, uid, resourceVersion, ...fieldPath },
  };
}
