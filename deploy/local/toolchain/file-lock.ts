import { link, mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A holder touches its lock this often; one untouched for STALE_MS belongs to nobody. */
const TOUCH_MS = 5_000;
const STALE_MS = 30_000;
const POLL_MS = 250;

/**
 * Runs work while holding a lock file, so that no other process does the same work at the same time.
 * A lock left by a process that died is taken over: at once when it ran on this host, else after 30 s.
 * Throws when the lock is not free within `waitMs`.
 */
export async function withFileLock<T>(path: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  await acquire(path, waitMs);
  const touch = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(path, { force: true });
  }
}

async function acquire(path: string, waitMs: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const deadline = Date.now() + waitMs;
  while (!(await tryCreate(path))) {
    await removeIfStale(path);
    if (Date.now() > deadline) throw new Error(`the lock ${path} is still held by another process`);
    await delay(POLL_MS);
  }
}

async function tryCreate(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(`${process.pid} ${hostname()}`);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a stale lock aside before removing it: of two processes that see it stale only one can move it. */
async function removeIfStale(path: string): Promise<void> {
  const seen = await describe(path);
  if (seen === undefined || !isStale(seen)) return;
  const aside = `${path}.${process.pid}.stale`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const taken = await readFile(aside, 'utf8').catch(() => '');
  // A new holder came between the look and the move: give its lock back.
  if (taken !== seen.holder) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

type SeenLock = { readonly holder: string; readonly ageMs: number };

async function describe(path: string): Promise<SeenLock | undefined> {
  try {
    const [holder, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { holder, ageMs: Date.now() - mtimeMs };
  } catch {
    return undefined;
  }
}

function isStale(lock: SeenLock): boolean {
  if (lock.ageMs > STALE_MS) return true;
  const [pid, host] = lock.holder.split(' ');
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
