import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { FileStore } from '../../../../apiserver/storage/index.ts';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));

type Acknowledged = { readonly revision: number; readonly value: string };

export type CrashReport = { readonly rounds: number; readonly writes: number; readonly revision: number };

/**
 * Kills a process that writes to a file store at a random moment, again and again, and looks each time whether all it
 * acknowledged is there.
 * @throws at the first loss
 */
export async function crashRounds(rootPath: string, rounds: number, random: () => number): Promise<CrashReport> {
  const last = new Map<string, Acknowledged>();
  let writes = 0;
  let revision = 0;
  for (let round = 0; round < rounds; round++) {
    const lines = await writeUntilKilled(rootPath, round, random);
    writes += lines.length;
    for (const line of lines) {
      const [key = '', written = '', ...value] = line.split(' ');
      last.set(key, { revision: Number(written), value: value.join(' ') });
    }
    revision = await verify(rootPath, last, revision);
  }
  return { rounds, writes, revision };
}

async function writeUntilKilled(rootPath: string, round: number, random: () => number): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, rootPath, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  const firstWrite = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await Promise.race([firstWrite, closed]);
  await delay(random() * 60);
  child.kill('SIGKILL');
  await closed;
  // The last line may be cut short: it was not told.
  return text.split('\n').slice(0, -1);
}

/** @returns the store's revision */
async function verify(rootPath: string, last: ReadonlyMap<string, Acknowledged>, before: number): Promise<number> {
  const store = new FileStore(rootPath);
  try {
    const revision = await store.revision();
    const newest = Math.max(before, ...[...last.values()].map((write) => write.revision));
    if (revision < newest) throw new Error(`the revision went back from ${newest} to ${revision}`);
    for (const [key, write] of last) {
      const record = await store.get(key);
      // A later write may be there that was not acknowledged any more.
      if (record && record.revision > write.revision) JSON.parse(record.value);
      else if (!record && write.value !== '-' && !(await wasRemovedLater(store, key, write.revision)))
        throw lost(key, write);
      else if (record && (record.revision < write.revision || record.value !== write.value)) throw lost(key, write);
    }
    return revision;
  } finally {
    await store.close();
  }
}

function lost(key: string, { revision }: Acknowledged): Error {
  return new Error(`the write of ${key} acknowledged at revision ${revision} is lost`);
}

async function wasRemovedLater(store: FileStore, key: string, revision: number): Promise<boolean> {
  let removed = false;
  const sink = {
    events: (batch: readonly { key: string; record?: unknown }[]) =>
      batch.forEach((event) => (removed ||= event.key === key && event.record === undefined)),
    failed: () => undefined,
  };
  const watch = store.watch({ prefix: '/crash/', afterRevision: revision }, sink);
  await watch.progress();
  watch.close();
  return removed;
}
