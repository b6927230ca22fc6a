import type { CriLine } from './cri-line.ts';
import type { LogWriter } from './log-writer.ts';

const MAX_WAITING_BYTES = 8 * 2 ** 20;

/** A reader that is too slow to keep up. */
export class SlowReaderError extends Error {
  override readonly name = 'SlowReaderError';
}

/**
 * Every line written from this call on, until the run ends or the signal comes. Subscribes at once, not at the first read.
 * @throws SlowReaderError when more than 8 MiB wait to be read
 */
export function followLines(writer: LogWriter, signal: AbortSignal): AsyncGenerator<CriLine> {
  const waiting: CriLine[] = [];
  let bytes = 0;
  let over = signal.aborted;
  let wake = (): void => undefined;
  const unfollow = writer.follow((line) => {
    if (line) {
      bytes += line.text.length;
      waiting.push({ ...line, text: Buffer.from(line.text) });
    } else over = true;
    wake();
  });
  const stop = (): void => {
    over = true;
    unfollow();
    wake();
  };
  signal.addEventListener('abort', stop, { once: true });
  const next = async function* (): AsyncGenerator<CriLine> {
    try {
      while (waiting.length > 0 || !over) {
        if (bytes > MAX_WAITING_BYTES) throw new SlowReaderError('the reader is too slow for this log');
        const line = waiting.shift();
        if (!line) await new Promise<void>((resolve) => (wake = resolve));
        else {
          bytes -= line.text.length;
          yield line;
        }
      }
    } finally {
      unfollow();
      signal.removeEventListener('abort', stop);
    }
  };
  return next();
}
