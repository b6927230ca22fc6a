import type { IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/**
 * The server-sent events of a response. Ends when the stream ends, cleanly or not: only an event can tell that what was
 * waited for has come. Lines above 16 MiB break the stream off.
 */
export async function* readEvents<T extends { readonly type: string }>(response: IncomingMessage): AsyncGenerator<T> {
  const waiting: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => void waiting.push(event), maxBufferSize: 16 * 2 ** 20 });
  try {
    for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
      parser.feed(chunk);
      for (const { event, data } of waiting.splice(0)) yield { ...(JSON.parse(data) as object), type: event } as T;
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
  } finally {
    response.destroy();
  }
}
