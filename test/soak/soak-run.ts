import { setTimeout as delay } from 'node:timers/promises';
import type { SeenEvent } from '../support/apiserver/follower.ts';
import { Follower } from '../support/apiserver/follower.ts';
import type { Body } from '../support/apiserver/json-client.ts';
import { keyOf } from '../support/apiserver/json-client.ts';
import { Versions } from '../support/apiserver/versions.ts';
import { until } from '../support/until.ts';
import type { Churn } from './churn.ts';
import type { Disturbance, Stage } from './disturbances.ts';
import { DISTURBANCES } from './disturbances.ts';
import { differingCache, disorder, missedEvents } from './judge.ts';
import type { Observer } from './observer.ts';
import type { SoakKind } from './soak-kinds.ts';
import { pathOf, SOAK_KINDS, SOAK_NAMESPACES, soakObject } from './soak-kinds.ts';
import type { ToldEvent } from './told.ts';

export type PhaseReport = {
  readonly phase: string;
  readonly writes: number;
  readonly events: number;
  /** Why informers stopped that had to be started again. */
  readonly restarts: readonly string[];
  readonly faults: readonly string[];
};

export type SoakParts = {
  readonly stage: Omit<Stage, 'word'>;
  readonly churn: Churn;
  readonly observers: readonly Observer[];
  readonly steadyMs: number;
  readonly onPhase: (report: PhaseReport) => void;
};

/** Reflectors wait up to a minute, and more than once, before they ask again a server that was not there. */
const CATCH_UP_MS = 300_000;
const BARRIER = 'barrier';
const MERGE = 'application/merge-patch+json';

type Versioned = Readonly<Record<string, number>>;

/** Lets informers follow a server through churn and disturbances, and judges each phase. */
export class SoakRun {
  readonly #parts: SoakParts;
  readonly #followers: ReadonlyMap<string, Follower>;
  readonly #lastVersions = new Map<string, Map<string, number>>();
  /** `informer kind` → the barrier version it has shown. */
  readonly #barriers = new Map<string, number>();
  #told: ToldEvent[] = [];
  #restarts: string[] = [];
  #turn = 0;

  /** @param from per kind, where its history begins and what is there */
  constructor(parts: SoakParts, from: ReadonlyMap<string, Body>) {
    this.#parts = parts;
    const { url } = parts.stage.client;
    this.#followers = new Map(
      SOAK_KINDS.map((kind) => {
        const { metadata, items = [] } = from.get(kind.plural) as Body;
        const start = { plural: kind.plural, from: Number(metadata.resourceVersion), versions: new Versions() };
        return [kind.plural, new Follower(url + pathOf(kind), start).start(items)];
      }),
    );
  }

  /** Runs phases until the time is over. */
  async run(endAt: number): Promise<void> {
    let before = await this.#settle('begin');
    for (let turn = 0; Date.now() < endAt; turn++) {
      before = await this.#steady(before);
      const disturbance = DISTURBANCES[turn % DISTURBANCES.length] as Disturbance;
      this.#followers.forEach((follower) => follower.allowRedefinition(disturbance.redefines === true));
      this.#parts.churn.resume();
      await disturbance.run({ ...this.#parts.stage, word: `field${turn}` });
      await delay(this.#parts.steadyMs / 10);
      await this.#parts.churn.pause();
      before = await this.#settle(disturbance.name);
      this.#followers.forEach((follower) => follower.allowRedefinition(false));
    }
  }

  stop(): void {
    this.#followers.forEach((follower) => follower.stop());
  }

  /** Nothing is disturbed, so every event must come. @param after where the phase before ended */
  async #steady(after: Versioned): Promise<Versioned> {
    const { churn, steadyMs } = this.#parts;
    churn.resume();
    await delay(steadyMs);
    await churn.pause();
    return this.#settle('steady', after);
  }

  /** Waits until all informers are up to date, and judges what they told. @param after if every event must have come */
  async #settle(phase: string, after?: Versioned): Promise<Versioned> {
    const { churn, onPhase } = this.#parts;
    const barriers = await this.#raiseBarriers();
    const faults = await this.#untilSeen(barriers);
    const happened = await this.#history(barriers);
    if (after) faults.push(...this.#missed(after, barriers, happened));
    faults.push(...this.#disorder());
    faults.push(...(await this.#differingCaches()));
    if (after) faults.push(...this.#restarts.map((text) => `stopped in peace: ${text}`));
    const restarts = this.#restarts.splice(0);
    onPhase({ phase, writes: churn.writes, events: this.#told.length, restarts, faults });
    this.#told = [];
    return barriers;
  }

  async #raiseBarriers(): Promise<Versioned> {
    const { client } = this.#parts.stage;
    const turn = ++this.#turn;
    const raise = async (kind: SoakKind): Promise<[string, number]> => {
      const path = pathOf(kind, SOAK_NAMESPACES[0]);
      const body = soakObject(kind, BARRIER, turn);
      const one = { method: 'PATCH', path: `${path}/${BARRIER}`, body, contentType: MERGE };
      let answer = await client.send(one);
      if (answer.status === 404) answer = await client.send({ method: 'POST', path, body });
      return [kind.plural, Number(answer.body.metadata.resourceVersion)];
    };
    return Object.fromEntries(await Promise.all(SOAK_KINDS.map(raise)));
  }

  async #untilSeen(barriers: Versioned): Promise<string[]> {
    const informers = new Set((await this.#caches()).map(({ informer, kind }) => `${informer} ${kind}`));
    const late = (): string[] =>
      [...informers].filter((one) => (this.#barriers.get(one) ?? 0) < (barriers[one.split(' ')[1] ?? ''] ?? 0));
    const seen = (): boolean => {
      this.#listen();
      return late().length === 0;
    };
    await until('all informers to be up to date', seen, CATCH_UP_MS).catch(() => undefined);
    return late().map((one) => `${one}: not up to date after ${CATCH_UP_MS / 1000} s`);
  }

  #listen(): void {
    for (const observer of this.#parts.observers) {
      const { events, restarts } = observer.take();
      this.#restarts.push(...restarts.map(({ informer, kind, restart }) => `${informer} ${kind}: ${restart}`));
      for (const event of events) {
        this.#told.push(event);
        if (event.key.endsWith(`/${BARRIER}`) && event.version) {
          this.#barriers.set(`${event.informer} ${event.kind}`, Number(event.version));
        }
      }
    }
  }

  async #history(barriers: Versioned): Promise<ReadonlyMap<string, readonly SeenEvent[]>> {
    const happened = new Map<string, SeenEvent[]>();
    for (const [kind, follower] of this.#followers) {
      const events: SeenEvent[] = [];
      await until(`the history of ${kind}`, () => {
        events.push(...follower.take());
        return follower.version >= (barriers[kind] ?? 0);
      });
      happened.set(kind, events);
    }
    return happened;
  }

  #missed(after: Versioned, barriers: Versioned, happened: ReadonlyMap<string, readonly SeenEvent[]>): string[] {
    return [...this.#byInformer()].flatMap(([name, told]) => {
      const [informer = '', kind = ''] = name.split(' ');
      const span = { kind, after: after[kind] ?? 0, upTo: barriers[kind] ?? 0 };
      return missedEvents(span, happened.get(kind) ?? [], told).map((text) => `${informer}: ${text}`);
    });
  }

  #disorder(): string[] {
    return [...this.#byInformer()].flatMap(([name, told]) => {
      const last = this.#lastVersions.get(name) ?? new Map<string, number>();
      this.#lastVersions.set(name, last);
      return disorder(told, last).map((text) => `${name}: ${text}`);
    });
  }

  async #differingCaches(): Promise<string[]> {
    const { client } = this.#parts.stage;
    const faults: string[] = [];
    for (const kind of SOAK_KINDS) {
      const { body } = await client.send({ method: 'GET', path: pathOf(kind) });
      const there = new Map(body.items?.map(({ metadata }) => [keyOf(metadata), metadata.resourceVersion]));
      const caches = (await this.#caches()).filter((told) => told.kind === kind.plural);
      faults.push(
        ...caches.flatMap((told) => differingCache(told, there).map((text) => `${told.informer} ${told.kind} ${text}`)),
      );
    }
    return faults;
  }

  async #caches() {
    return (await Promise.all(this.#parts.observers.map((observer) => observer.caches()))).flat();
  }

  #byInformer(): ReadonlyMap<string, readonly ToldEvent[]> {
    return Map.groupBy(this.#told, ({ informer, kind }) => `${informer} ${kind}`);
  }
}
