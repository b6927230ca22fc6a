import type { Exchange } from './exchange.ts';
import type { WorkerProgress } from '../../activities/worker-http-contract.ts';

/** A comment this often keeps proxies from closing an idle stream, milliseconds. */
const KEEP_ALIVE_MS = 15_000;

/** GET /progress: the figures now and on every change, as server-sent events. */
export function streamProgress({ deps, response, signal }: Exchange): void {
  const send = (progress: WorkerProgress): void => {
    // A client that does not read misses events instead of filling our memory.
    if (!response.writableNeedDrain) response.write(`data: ${JSON.stringify(progress)}\n\n`);
  };
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  send(deps.state.current);
  const unsubscribe = deps.state.subscribe(send);
  const keepAlive = setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MS);
  signal.addEventListener('abort', () => {
    unsubscribe();
    clearInterval(keepAlive);
  });
}
