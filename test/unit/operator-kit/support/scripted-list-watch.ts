import type { WatchEvent } from '../../../../kubernetes/kubernetes-client.ts';
import { KubernetesError } from '../../../../kubernetes/kubernetes-error.ts';
import type { ListWatch } from '../../../../operator/kit/cache/list-watch.ts';
import type { KubernetesList } from '../../../../resources/kind.ts';
import type { Thing } from './objects.ts';

/** How one watch goes: events, then an end by the server, an error, or silence until its signal is aborted. */
export interface WatchScript {
  readonly events?: readonly WatchEvent<Thing>[];
  readonly end?: 'closed' | 'silent' | Error;
}

/** Answers lists and watches in the order given; beyond the script, watches are silent. */
export class ScriptedListWatch implements ListWatch<Thing> {
  readonly lists: (KubernetesList<Thing> | Error)[];
  readonly watches: WatchScript[];
  /** What was asked for, e.g. `list`, `watch 7`. */
  readonly calls: string[] = [];

  constructor(lists: (KubernetesList<Thing> | Error)[], watches: WatchScript[] = []) {
    this.lists = lists;
    this.watches = watches;
  }

  async list(page: { limit?: number; continue?: string }): Promise<KubernetesList<Thing>> {
    this.calls.push(['list', page.limit === undefined ? 'whole' : '', page.continue ?? ''].filter(Boolean).join(' '));
    const next = this.lists.shift() ?? new Error('the script has no more lists');
    if (next instanceof Error) throw next;
    return next;
  }

  async *watch(from: { resourceVersion: string; signal: AbortSignal }): AsyncGenerator<WatchEvent<Thing>> {
    this.calls.push(`watch ${from.resourceVersion}`);
    const script = this.watches.shift() ?? { end: 'silent' };
    for (const event of script.events ?? []) yield event;
    if (script.end instanceof Error) throw script.end;
    if (script.end !== 'closed') await untilAborted(from.signal);
  }
}

export const gone = new KubernetesError({ code: 410, reason: 'Expired', message: 'too old resource version' });

export function reset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
