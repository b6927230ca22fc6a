import { createParser } from 'eventsource-parser';
import type { JobEvent } from '../../../api/contract.ts';

/** Reads the events of an answer one after the other. */
export class EventReader<E extends { readonly type: string } = JobEvent> {
  readonly seen: E[] = [];
  readonly #events: AsyncGenerator<E, undefined>;

  constructor(response: Response) {
    this.#events = read<E>(response);
  }

  /** Reads on to the next event of this type that fits; throws when the stream ends before. */
  async next<T extends E['type']>(
    type: T,
    fits: (event: Extract<E, { type: T }>) => boolean = () => true,
  ): Promise<Extract<E, { type: T }>> {
    for (;;) {
      const { value, done } = await this.#events.next();
      if (done)
        throw new Error(`the stream ended before ${type}; seen: ${this.seen.map((event) => event.type).join()}`);
      this.seen.push(value);
      const event = value as Extract<E, { type: T }>;
      if (value.type === type && fits(event)) return event;
    }
  }

  /** Whether nothing more comes. */
  async ended(): Promise<boolean> {
    return (await this.#events.next()).done === true;
  }

  /** Reads whatever still comes, until the stream ends. */
  async drain(): Promise<void> {
    while (!(await this.ended()));
  }

  async leave(): Promise<void> {
    await this.#events.return(undefined);
  }
}

async function* read<E>(response: Response): AsyncGenerator<E, undefined> {
  const waiting: E[] = [];
  const onEvent = ({ event, data }: { event?: string | undefined; data: string }): void => {
    waiting.push({ type: event, ...(JSON.parse(data) as object) } as E);
  };
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    yield* waiting.splice(0);
  }
}
