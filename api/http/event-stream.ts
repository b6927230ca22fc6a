import type { Response } from 'express';

/** A stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) to one client. */
export interface EventStream {
  /** Sends an event for certain, in order. */
  send(type: string, data: object): void;
  /** Sends the newest of its type: while the client is slow, older ones that still wait are dropped. */
  sendLatest(type: string, data: object): void;
  /** Ends the stream after what was sent. */
  close(): void;
}

/** Timing of a stream; for tests. */
export interface EventStreamOptions {
  /** A comment keeps proxies from cutting an idle stream; 15 s unless told. */
  readonly keepAliveMs?: number;
}

/** A client that reads nothing for this many keep-alive intervals is cut off. */
const patience = 4;

/** Starts a stream as the answer. The response must not have been begun; its `close` event tells that it is over. */
export function openEventStream(response: Response, options: EventStreamOptions = {}): EventStream {
  const waiting = new Map<string, object>();
  let silentTicks = 0;

  const write = (type: string, data: object): void => {
    if (!response.writableEnded) response.write(formatEvent(type, data));
  };
  const flush = (): void => {
    silentTicks = 0;
    for (const [type, data] of waiting) write(type, data);
    waiting.clear();
  };
  const tick = (): void => {
    if (!response.writableNeedDrain) response.write(': keep-alive\n\n');
    else if (++silentTicks >= patience) response.destroy();
  };

  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  // A HEAD has its answer now and must not hold the stream open.
  if (response.req.method === 'HEAD') response.end();
  const timer = setInterval(tick, options.keepAliveMs ?? 15_000);
  response.on('drain', flush).once('close', () => clearInterval(timer));

  return {
    send(type, data) {
      flush();
      write(type, data);
    },
    sendLatest(type, data) {
      if (response.writableNeedDrain) waiting.set(type, data);
      else write(type, data);
    },
    close() {
      clearInterval(timer);
      flush();
      if (!response.writableEnded) response.end();
    },
  };
}

/** One event. JSON holds no line break, so one data line is enough. */
export function formatEvent(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
