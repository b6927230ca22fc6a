import type { JsonAnswer, JsonClient, Request } from '../support/apiserver/json-client.ts';
import { NoAnswer } from '../support/apiserver/json-client.ts';
import type { SoakKind } from './soak-kinds.ts';
import { pathOf, SOAK_KINDS, SOAK_NAMESPACES, soakObject } from './soak-kinds.ts';

const NAMES = 10;
const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';

/** Creates, changes and deletes objects of the kinds, one write after the other, at a rate that leaves the machine alone. */
export class Churn {
  readonly #client: JsonClient;
  readonly #random: () => number;
  readonly #intervalMs: number;
  readonly #there = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #turn = 0;
  #writes = 0;

  constructor(client: JsonClient, { random, intervalMs }: { random: () => number; intervalMs: number }) {
    this.#client = client;
    this.#random = random;
    this.#intervalMs = intervalMs;
  }

  /** How many were acknowledged. */
  get writes(): number {
    return this.#writes;
  }

  resume(): void {
    this.#timer = setInterval(() => {
      this.#writing = this.#writing.then(() => this.#write());
    }, this.#intervalMs);
  }

  /** Resolves when the last write is over. */
  async pause(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
  }

  async #write(): Promise<void> {
    const kind = this.#pick(SOAK_KINDS);
    const path = pathOf(kind, this.#pick(SOAK_NAMESPACES));
    const name = `one${Math.floor(this.#random() * NAMES)}`;
    const one = `${path}/${name}`;
    const request = this.#there.has(one) ? this.#change(kind, path, name) : this.#creation(kind, path, name);
    const answer = await answerOf(this.#client.send(request));
    if (!answer) return;
    // Whatever was thought to be there: a write that was cut off, or a definition that went, changed it.
    if (answer.status === 404 || (answer.status < 300 && request.method === 'DELETE')) this.#there.delete(one);
    else if (answer.status < 300 || answer.status === 409) this.#there.add(one);
    if (answer.status < 300) this.#writes++;
  }

  #creation(kind: SoakKind, path: string, name: string): Request {
    return { method: 'POST', path, body: soakObject(kind, name, ++this.#turn) };
  }

  #change(kind: SoakKind, path: string, name: string): Request {
    const one = `${path}/${name}`;
    const body = soakObject(kind, name, ++this.#turn);
    const chance = this.#random();
    if (chance < 0.2) return { method: 'DELETE', path: one };
    if (chance < 0.4) {
      return { method: 'PATCH', path: `${one}?fieldManager=soak&force=true`, body, contentType: APPLY };
    }
    if (chance < 0.5 && kind.plural === 'gears') {
      const status = { status: { turn: this.#turn } };
      return { method: 'PATCH', path: `${one}/status`, body: status, contentType: MERGE };
    }
    return { method: 'PATCH', path: one, body, contentType: MERGE };
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)] as T;
  }
}

async function answerOf(sending: Promise<JsonAnswer>): Promise<JsonAnswer | undefined> {
  try {
    return await sending;
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
