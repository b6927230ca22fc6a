import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isHidden } from './resolve-path.ts';
import { pageFoot, pageHead, toHtml, type Row } from './listing-html.ts';

/** Directories with more entries are listed without sizes and times, which would take a look at every one. */
const MAX_STATS = 2_000;
/** Directories with more entries are listed in the order of the disk: sorting would take all of them in memory. */
const MAX_SORTED = 5_000;
/** Rows that go out together. */
const ROWS_A_CHUNK = 256;
/** Entries that are read at once. */
const READ_AHEAD = 256;

/**
 * A directory as a plain page, directories first, each sorted by name; with more than 5,000 entries as they come. The
 * page is made as it is taken, so that a listing takes the same memory however long it is.
 * @throws Error with the first part when the directory cannot be read
 */
export async function* listDirectory(directory: string, path: string): AsyncGenerator<string, void, void> {
  const entries = (await opendir(directory, { bufferSize: READ_AHEAD }))[Symbol.asyncIterator]();
  try {
    const names = await take(entries, MAX_SORTED + 1);
    yield pageHead(path);
    if (names.length <= MAX_SORTED) yield* chunksOf(await sortedRows(names, directory));
    else {
      yield* chunksOf(names.splice(0).map(nameOnly));
      yield* chunksAsRead(entries);
    }
    yield pageFoot;
  } finally {
    // Closes the directory when the visitor leaves early.
    await entries.return?.();
  }
}

/** Empties the list as it goes, which a slow visitor would keep in memory. */
function* chunksOf(rows: Row[]): Generator<string> {
  while (rows.length > 0) yield toHtml(rows.splice(0, ROWS_A_CHUNK));
}

async function* chunksAsRead(entries: AsyncIterator<Dirent>): AsyncGenerator<string> {
  for (;;) {
    const names = await take(entries, ROWS_A_CHUNK);
    if (names.length === 0) return;
    yield toHtml(names.map(nameOnly));
  }
}

/** The next names, at most so many, fewer only at the end; those of directories end in a slash. */
async function take(entries: AsyncIterator<Dirent>, count: number): Promise<string[]> {
  const names: string[] = [];
  while (names.length < count) {
    const next = await entries.next();
    if (next.done === true) break;
    const entry = next.value;
    if (!isHidden(entry.name)) names.push(entry.isDirectory() ? `${entry.name}/` : entry.name);
  }
  return names;
}

async function sortedRows(names: readonly string[], directory: string): Promise<Row[]> {
  const brief = names.length > MAX_STATS;
  const rows = brief ? names.map(nameOnly) : await Promise.all(names.map((name) => describe(directory, name)));
  return rows.sort(byName);
}

const nameOnly = (name: string): Row => ({ name, size: '', time: '' });

/** With what a link leads to. */
async function describe(directory: string, name: string): Promise<Row> {
  const info = await stat(join(directory, name)).catch(() => undefined);
  const time = info?.mtime.toISOString().slice(0, 16).replace('T', ' ') ?? '';
  if (info?.isDirectory()) return { name: `${name.replace(/\/$/, '')}/`, size: '-', time };
  return { name, size: info ? String(info.size) : '', time };
}

const isDirectory = ({ name }: Row): boolean => name.endsWith('/');
const byName = (a: Row, b: Row): number =>
  Number(isDirectory(b)) - Number(isDirectory(a)) || (a.name < b.name ? -1 : Number(a.name > b.name));
