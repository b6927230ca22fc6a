import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isHidden } from './resolve-path.ts';

/** Directories with more entries are listed without sizes and times, which would take a look at every one. */
const MAX_STATS = 2_000;

interface Row {
  readonly name: string;
  readonly size: string;
  readonly time: string;
}

/** A directory as a plain page, directories first, each sorted by name. */
export async function listDirectory(directory: string, path: string): Promise<string> {
  const entries = (await readdir(directory, { withFileTypes: true })).filter(({ name }) => !isHidden(name));
  const brief = entries.length > MAX_STATS;
  const rows = brief ? entries.map(nameOnly) : await Promise.all(entries.map(({ name }) => describe(directory, name)));
  const title = escapeHtml(`Index of ${decodeURIComponent(path)}`);
  const up = path === '/' ? '' : '<tr><td><a href="../">../</a></td><td></td><td></td></tr>\n';
  return (
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>\n` +
    `<body><h1>${title}</h1>\n<table>\n<tr><th>Name</th><th>Last modified (UTC)</th><th>Size</th></tr>\n` +
    `${up}${rows.sort(byName).map(toHtml).join('')}</table></body></html>\n`
  );
}

const nameOnly = (entry: Dirent): Row => ({
  name: entry.isDirectory() ? `${entry.name}/` : entry.name,
  size: '',
  time: '',
});

async function describe(directory: string, name: string): Promise<Row> {
  const info = await stat(join(directory, name)).catch(() => undefined);
  const time = info?.mtime.toISOString().slice(0, 16).replace('T', ' ') ?? '';
  if (info?.isDirectory()) return { name: `${name}/`, size: '-', time };
  return { name, size: info ? String(info.size) : '', time };
}

const isDirectory = ({ name }: Row): boolean => name.endsWith('/');
const byName = (a: Row, b: Row): number =>
  Number(isDirectory(b)) - Number(isDirectory(a)) || (a.name < b.name ? -1 : Number(a.name > b.name));

const toHtml = ({ name, size, time }: Row): string =>
  `<tr><td><a href="./${encodeURIComponent(name).replaceAll('%2F', '/')}">${escapeHtml(name)}</a></td>` +
  `<td>${time}</td><td align="right">${size}</td></tr>\n`;

/** Makes text safe in HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
