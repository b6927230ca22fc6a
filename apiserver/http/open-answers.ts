import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';

/** The answers that are not out yet, so that a server that stops cuts off none of them. */
export class OpenAnswers {
  readonly #open = new Set<Promise<void>>();
  readonly #streams = new Set<ServerResponse>();

  /** @param answering resolves when the answer was given to its connection */
  follow(answering: Promise<void>): void {
    const open = answering.finally(() => this.#open.delete(open));
    this.#open.add(open);
  }

  /** Follows an answer that goes on until its client goes, or the server stops. */
  followStream(response: ServerResponse): void {
    this.#streams.add(response);
    response.once('close', () => this.#streams.delete(response));
  }

  /** Ends the streams. Resolves when no answer is left, or `ms` have passed. */
  async drain(ms: number): Promise<void> {
    const ending = [...this.#streams].map((response) => response.end()).map(isOut);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([Promise.all([this.#whenNoneIsOpen(), ...ending]), late]);
    clearTimeout(timer);
  }

  /** Those that come meanwhile, too. */
  async #whenNoneIsOpen(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }
}

/** Resolves when the whole of an answer left this process, or its connection is gone. */
export async function isOut(response: ServerResponse): Promise<void> {
  await finished(response).catch(() => undefined);
}
