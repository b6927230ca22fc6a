import { mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** One file of a volume made from API objects. */
export interface VolumeFile {
  readonly data: Buffer;
  readonly mode: number;
}

/** Files by path relative to the volume. */
export type VolumeFiles = ReadonlyMap<string, VolumeFile>;

const DATA = '..data';

/**
 * Makes a folder show exactly these files, all at once: they are written to a new hidden folder that the link `..data`
 * then points to, as kubelet does, so that a reader never sees a mixture of old and new.
 * @throws RangeError for a path that leaves the volume
 */
export async function writeVolume(folder: string, files: VolumeFiles): Promise<void> {
  for (const name of files.keys()) assertInside(name);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const before = await readlink(path.join(folder, DATA)).catch(() => undefined);
  if (before !== undefined && (await isSame(path.join(folder, before), files))) return;
  const fresh = await mkdtemp(path.join(folder, '..version-'));
  for (const [name, { data, mode }] of files) {
    const file = path.join(fresh, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o755 });
    await writeFile(file, data, { mode });
  }
  await replaceLink(path.join(folder, DATA), path.basename(fresh));
  await showFiles(folder, new Set([...files.keys()].map((name) => name.split('/')[0] ?? name)));
  if (before !== undefined) await rm(path.join(folder, before), { recursive: true, force: true });
}

function assertInside(name: string): void {
  if (name === '' || path.isAbsolute(name) || name.startsWith('..') || name.split('/').includes('..')) {
    throw new RangeError(`"${name}" is not a path inside a volume`);
  }
}

async function isSame(folder: string, files: VolumeFiles): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  if (entries.filter((entry) => entry.isFile()).length !== files.size) return false;
  for (const [name, { data }] of files) {
    const current = await readFile(path.join(folder, name)).catch(() => undefined);
    if (!current?.equals(data)) return false;
  }
  return true;
}

async function replaceLink(link: string, target: string): Promise<void> {
  await rm(`${link}_new`, { force: true });
  await symlink(target, `${link}_new`);
  await rename(`${link}_new`, link);
}

/** Top-level names are links through `..data`, which themselves never change. */
async function showFiles(folder: string, names: ReadonlySet<string>): Promise<void> {
  const present = (await readdir(folder)).filter((name) => !name.startsWith('..'));
  for (const name of present.filter((entry) => !names.has(entry))) await rm(path.join(folder, name), { force: true });
  for (const name of names) {
    if (!present.includes(name)) await symlink(path.join(DATA, name), path.join(folder, name));
  }
}
