import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** One log file of a volume. */
export interface LogFile {
  readonly run: number;
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

const NAME = /^(\d{8,})_\d{4}-\d\d-\d\d_\d\d_\d\d\.log$/;

/** `00000012_2026-11-21_03_54.log`: the run's number and when it began, UTC. */
export function logName(run: number, startedAt: Date): string {
  const [date = '', time = ''] = startedAt.toISOString().split('T');
  return `${String(run).padStart(8, '0')}_${date}_${time.slice(0, 5).replace(':', '_')}.log`;
}

/** Logs in a directory, the one written last first; none when there is no directory. */
export async function listLogs(directory: string): Promise<LogFile[]> {
  const names = await readdir(directory).catch(() => []);
  const files = await Promise.all(names.map((name) => describe(directory, name)));
  return files
    .filter((file) => file !== undefined)
    .sort((a, b) => b.modifiedAt.getTime() - a.modifiedAt.getTime() || b.run - a.run);
}

async function describe(directory: string, name: string): Promise<LogFile | undefined> {
  const run = NAME.exec(name)?.[1];
  if (run === undefined) return undefined;
  const path = join(directory, name);
  const info = await stat(path).catch(() => undefined);
  return info?.isFile() ? { run: Number(run), path, bytes: info.size, modifiedAt: info.mtime } : undefined;
}
