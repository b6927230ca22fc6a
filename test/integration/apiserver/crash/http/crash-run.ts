import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { until } from '../../../../support/until.ts';
import { checkControllers } from './check-controllers.ts';
import type { SeenEvent } from '../../../../support/apiserver/follower.ts';
import { Follower } from '../../../../support/apiserver/follower.ts';
import type { Body } from '../../../../support/apiserver/json-client.ts';
import { JsonClient, keyOf } from '../../../../support/apiserver/json-client.ts';
import type { Acknowledged } from './owned-object.ts';
import { OwnedObject } from './owned-object.ts';
import { SharedCounter } from './shared-counter.ts';
import type { TestKind } from './test-kinds.ts';
import { DEFINITION, TEST_KINDS } from './test-kinds.ts';
import { Versions } from '../../../../support/apiserver/versions.ts';

export type CrashReport = { rounds: number; acknowledged: number; events: number; version: number };

/** What is killed and started again in a round. */
export type Victim = {
  readonly url: string;
  start(): Promise<void>;
  /** Kills, at once. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const OBJECTS_PER_KIND = 8;
const COUNTING_CLIENTS = 3;
const LONGEST_LOAD_MS = 500;
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

type Watched = { readonly kind: TestKind; readonly query: string; readonly follower: Follower };

/**
 * Puts load on a server over HTTP, kills it at a random moment, starts it again and looks whether everything it
 * acknowledged is there; again and again.
 */
export class CrashRun {
  readonly #victim: Victim;
  readonly #random: () => number;
  readonly #client: JsonClient;
  readonly #versions = new Versions();
  readonly #counter = new SharedCounter();
  readonly #objects: readonly OwnedObject[];
  #watched: readonly Watched[] = [];
  readonly #report = { rounds: 0, acknowledged: 0, events: 0, version: 0 };

  constructor(victim: Victim, random: () => number) {
    this.#victim = victim;
    this.#random = random;
    this.#client = new JsonClient(victim.url);
    const names = Array.from({ length: OBJECTS_PER_KIND }, (_, index) => `one${index}`);
    this.#objects = TEST_KINDS.flatMap((kind) => names.map((name) => new OwnedObject(kind, name, this.#versions)));
  }

  /** @throws at the first fault */
  async run(rounds: number, onRound: (report: CrashReport) => void = () => undefined): Promise<CrashReport> {
    await this.#prepare();
    try {
      while (this.#report.rounds < rounds) {
        await this.#round();
        onRound(this.#report);
      }
      await checkControllers(this.#client, DEFINITION);
      return this.#report;
    } finally {
      this.#watched.forEach(({ follower }) => follower.stop());
      this.#client.close();
    }
  }

  async #prepare(): Promise<void> {
    await this.#victim.start();
    await this.#client.send({ method: 'POST', path: DEFINITIONS, body: DEFINITION });
    for (const { path } of TEST_KINDS) {
      await until(`${path} to be served`, async () => (await this.#get(path)).status === 200);
    }
    const lists = await Promise.all(TEST_KINDS.map(async (kind) => ({ kind, version: await this.#listVersion(kind) })));
    await this.#counter.create(this.#client);
    this.#watched = lists.flatMap(({ kind, version }) =>
      ['', '?labelSelector=half%3Dodd'].map((query) => ({ kind, query, follower: this.#follow(kind, query, version) })),
    );
  }

  #follow({ plural, path }: TestKind, query: string, from: number): Follower {
    return new Follower(this.#victim.url + path + query, { plural, from, versions: this.#versions }).start();
  }

  async #round(): Promise<void> {
    const before = this.#watched.map(({ follower }) => follower.version);
    const acknowledged = await this.#loadUntilKilled();
    await this.#victim.restart();
    for (const object of this.#objects) await object.verify(this.#client);
    await this.#counter.verify(this.#client);
    const seen = await Promise.all(this.#watched.map((one) => this.#catchUp(one)));
    this.#checkAcknowledged(acknowledged, seen);
    await Promise.all(
      this.#watched.map((one, index) => this.#checkHistory(one, before[index] ?? 0, seen[index] ?? [])),
    );
    this.#report.rounds++;
    this.#report.acknowledged += acknowledged.length;
    this.#report.events += seen.flat().length;
    this.#report.version = this.#versions.highest;
  }

  async #loadUntilKilled(): Promise<Acknowledged[]> {
    const acknowledged: Acknowledged[] = [];
    const first = Promise.withResolvers<void>();
    const load = async (object: OwnedObject): Promise<void> => {
      for (;;) {
        const write = await object.write(this.#client, this.#random);
        if (!write) return;
        acknowledged.push(write);
        first.resolve();
      }
    };
    const count = async (): Promise<void> => {
      while (await this.#counter.raise(this.#client));
    };
    const loads = Promise.all([...this.#objects.map(load), ...Array.from({ length: COUNTING_CLIENTS }, count)]);
    await Promise.race([first.promise, loads]);
    await delay(this.#random() * LONGEST_LOAD_MS);
    await this.#victim.kill();
    await loads;
    return acknowledged;
  }

  /** Waits until a watch has seen what is there. @returns the events of this round */
  async #catchUp({ kind, query, follower }: Watched): Promise<readonly SeenEvent[]> {
    const { body } = await this.#get(kind.path + query);
    this.#versions.reached(Number(body.metadata.resourceVersion));
    const there = new Map(body.items?.map(({ metadata }) => [keyOf(metadata), metadata.resourceVersion]));
    const seen: SeenEvent[] = [];
    await until(`the watch of ${kind.plural}${query} to show what is there`, () => {
      seen.push(...follower.take());
      return isDeepStrictEqual(sorted(follower.cache), sorted(there));
    });
    return seen;
  }

  #checkAcknowledged(acknowledged: readonly Acknowledged[], seen: readonly (readonly SeenEvent[])[]): void {
    const whole = this.#watched.flatMap(({ kind, query }, index) =>
      query === '' ? (seen[index] ?? []).map(({ key, version }) => `${kind.plural} ${key} ${version}`) : [],
    );
    const told = new Set(whole);
    const missed = acknowledged.find(({ key, version }) => version !== undefined && !told.has(`${key} ${version}`));
    if (missed) throw new Error(`the watch missed version ${missed.version} of ${missed.key}`);
  }

  /** A watch of the whole round, begun now, must show just what the one that was cut showed. */
  async #checkHistory({ kind, query }: Watched, from: number, seen: readonly SeenEvent[]): Promise<void> {
    const last = seen.at(-1)?.version ?? from;
    const shown: SeenEvent[] = [];
    const again = new Follower(this.#victim.url + kind.path + query, {
      plural: kind.plural,
      from,
      versions: this.#versions,
    }).start(await this.#namesAt(kind, query, from));
    try {
      await until(`the history of ${kind.plural}${query}`, () => {
        shown.push(...again.take());
        return again.version >= last;
      });
    } finally {
      again.stop();
    }
    if (
      !isDeepStrictEqual(
        shown.filter(({ version }) => version <= last),
        seen,
      )
    )
      throw new Error(`${kind.plural}${query}: another history`);
  }

  async #namesAt({ path }: TestKind, query: string, version: number): Promise<Body[]> {
    const exact = `${query}${query ? '&' : '?'}resourceVersion=${version}&resourceVersionMatch=Exact`;
    return [...((await this.#get(path + exact)).body.items ?? [])];
  }

  async #listVersion({ path }: TestKind): Promise<number> {
    return Number((await this.#get(path)).body.metadata.resourceVersion);
  }

  #get(path: string) {
    return this.#client.send({ method: 'GET', path });
  }
}

const sorted = (map: ReadonlyMap<string, string>): unknown => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
