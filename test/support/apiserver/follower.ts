import type { ClientRequest } from 'node:http';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Body } from './json-client.ts';
import { keyOf } from './json-client.ts';
import type { Versions } from './versions.ts';

export type SeenEvent = {
  readonly type: string;
  readonly version: number; /** `namespace/name` */
  readonly key: string;
};

const RETRY_MS = 10;

/** A watch that goes on from the last version it saw, whatever happens to the server. */
export class Follower {
  readonly #url: string;
  readonly #plural: string;
  readonly #versions: Versions;
  readonly #cache = new Map<string, string>();
  #version: number;
  #events: SeenEvent[] = [];
  #request: ClientRequest | undefined;
  #stopped = false;
  #failure: Error | undefined;
  #mayBeRedefined = false;

  /** @param url of the kind's objects, with a query if need be */
  constructor(url: string, { plural, from, versions }: { plural: string; from: number; versions: Versions }) {
    this.#url = `${url}${url.includes('?') ? '&' : '?'}watch=true&allowWatchBookmarks=true`;
    this.#plural = plural;
    this.#versions = versions;
    this.#version = from;
  }

  /** `namespace/name` → resourceVersion of what is there, as far as it was seen. */
  get cache(): ReadonlyMap<string, string> {
    return this.#cache;
  }

  get version(): number {
    return this.#version;
  }

  /** What was seen since the last call. @throws what went wrong meanwhile */
  take(): readonly SeenEvent[] {
    if (this.#failure) throw this.#failure;
    return this.#events.splice(0);
  }

  /** @param there what there is before the first event */
  start(there: readonly Body[] = []): this {
    for (const { metadata } of there) this.#cache.set(keyOf(metadata), metadata.resourceVersion);
    void this.#run();
    return this;
  }

  /**
   * While it is true a watch may be refused for what the kind's definition is by now: it goes on from where that began, and
   * misses nothing, since the watch before showed what came until then.
   */
  allowRedefinition(isAllowed: boolean): void {
    this.#mayBeRedefined = isAllowed;
  }

  stop(): void {
    this.#stopped = true;
    this.#request?.destroy();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#watchOnce();
      await delay(RETRY_MS);
    }
  }

  #watchOnce(): Promise<void> {
    return new Promise((resolve) => {
      this.#request = request(`${this.#url}&resourceVersion=${this.#version}`, (response) => {
        response.on('error', () => undefined);
        response.on('close', () => resolve());
        // Such as a kind that is not served any more, or not yet again: it is asked again.
        if (response.statusCode !== 200) return void response.resume();
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n');
          // What a kill cut short is no event: the next watch brings it.
          rest = lines.pop() ?? '';
          try {
            lines.forEach((line) => this.#see(line));
          } catch (error) {
            this.#failure = error as Error;
            this.stop();
          }
        });
      });
      this.#request.on('error', () => resolve());
      this.#request.end();
    });
  }

  #see(line: string): void {
    const { type, object } = JSON.parse(line) as { type: string; object: Body };
    if (type === 'ERROR') return this.#complain(object);
    const version = Number(object.metadata.resourceVersion);
    if (type === 'BOOKMARK') {
      if (version < this.#version) throw new Error(`a bookmark of ${version} after ${this.#version}`);
      this.#version = version;
      return;
    }
    if (version <= this.#version) throw new Error(`${this.#plural}: version ${version} came after ${this.#version}`);
    this.#version = version;
    const key = keyOf(object.metadata);
    this.#follow(type, key, version);
    // To a watch with a selector an object may be gone that others still see.
    if (type !== 'DELETED' || !this.#url.includes('Selector'))
      this.#versions.learn(version, `${this.#plural} ${key}`, { ...object, isGone: type === 'DELETED' || undefined });
    this.#events.push({ type, version, key });
  }

  #follow(type: string, key: string, version: number): void {
    const isKnown = this.#cache.has(key);
    if (isKnown !== (type !== 'ADDED')) throw new Error(`${this.#plural} ${key}: ${type}, known before: ${isKnown}`);
    if (type === 'DELETED') this.#cache.delete(key);
    else this.#cache.set(key, String(version));
  }

  /** A server that lost its storage says so and is asked again; anything else is a fault. */
  #complain(status: Body): void {
    const [, begun] = /^too old resource version: \d+ \((\d+)\)$/.exec(String(status['message'])) ?? [];
    if (this.#mayBeRedefined && Number(begun) > this.#version) return void (this.#version = Number(begun));
    if (Number(status['code']) < 500) throw new Error(`the watch was refused: ${JSON.stringify(status)}`);
  }
}
