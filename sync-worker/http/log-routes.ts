import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { listLogs, type LogFile } from '../../activities/sync/log-files.ts';
import { LOG_FROM_HEADER, LOG_RUN_HEADER, type RunLog } from '../../activities/worker-http-contract.ts';
import { reply, type Exchange } from './exchange.ts';
import { tailOffset } from './tail-offset.ts';

const CHUNK = 64 * 1024;
const FOLLOW_MS = 250;

/** GET /logs: what logs there are, the newest first. */
export async function sendLogs({ deps, response }: Exchange): Promise<void> {
  const logs = await listLogs(deps.logDirectory);
  const body: RunLog[] = logs.map(({ run, bytes, modifiedAt }) => ({
    run,
    bytes,
    modifiedAt: modifiedAt.toISOString(),
  }));
  reply(response, 200, JSON.stringify(body), 'application/json');
}

/** GET /log?run&tail&from&follow: a run's log, whole, its last lines or from a byte on, and what the attempt adds to it. */
export async function sendLog(exchange: Exchange): Promise<void> {
  const { deps, query, response } = exchange;
  const run = count(query.get('run'));
  const tail = count(query.get('tail'));
  const from = count(query.get('from'));
  if (run === null || tail === null || from === null) {
    return reply(response, 400, 'run, tail and from are whole numbers\n');
  }
  const logs = await listLogs(deps.logDirectory);
  const log = run === undefined ? logs[0] : logs.find((candidate) => candidate.run === run);
  if (!log)
    return reply(response, 404, run === undefined ? 'There is no log yet\n' : `There is no log of run ${run}\n`);
  const file = await open(log.path, 'r');
  try {
    await stream(exchange, { file, log, from: from ?? (tail === undefined ? 0 : await tailOffset(file, tail)) });
  } finally {
    await file.close();
  }
}

/** undefined when left out, null when it is no whole number. */
function count(text: string | null): number | null | undefined {
  if (text === null || text === '') return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

interface Source {
  readonly file: FileHandle;
  readonly log: LogFile;
  /** The first byte. */
  readonly from: number;
}

async function stream({ deps, query, response, signal }: Exchange, { file, log, from }: Source): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    [LOG_RUN_HEADER]: log.run,
    [LOG_FROM_HEADER]: from,
  });
  response.flushHeaders();
  const follow = ['1', 'true'].includes(query.get('follow') ?? '');
  let offset = from;
  while (!signal.aborted) {
    // Asked before reading, so that the attempt's last lines are not missed.
    const live = follow && deps.state.runningRun === log.run;
    offset = await sendFrom(file, offset, { response, signal });
    if (!live) break;
    await sleep(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
  }
  response.end();
}

/** @returns the offset after what was sent */
async function sendFrom(
  file: FileHandle,
  from: number,
  { response, signal }: Pick<Exchange, 'response' | 'signal'>,
): Promise<number> {
  let offset = from;
  while (!signal.aborted) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, offset);
    if (bytesRead === 0) break;
    offset += bytesRead;
    if (!response.write(buffer.subarray(0, bytesRead)))
      await once(response, 'drain', { signal }).catch(() => undefined);
  }
  return offset;
}
