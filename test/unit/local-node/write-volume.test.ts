import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeVolume } from '../../../deploy/local/node/volumes/write-volume.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'volume-'));
});
afterEach(() => rm(folder, { recursive: true }));

const files = (entries: Record<string, string>, mode = 0o600): Map<string, { data: Buffer; mode: number }> =>
  new Map(Object.entries(entries).map(([name, text]) => [name, { data: Buffer.from(text), mode }]));
const text = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');
const visible = async (): Promise<string[]> => (await readdir(folder)).filter((name) => !name.startsWith('..')).sort();

describe('writeVolume', () => {
  test('shows the files with their mode, folders included', async () => {
    await writeVolume(folder, files({ a: '1', 'sub/b': '2' }));
    expect([await text('a'), await text('sub/b')]).toEqual(['1', '2']);
    expect((await stat(path.join(folder, 'a'))).mode & 0o777).toBe(0o600);
  });

  test('a change moves the link, drops what is gone and leaves nothing behind', async () => {
    await writeVolume(folder, files({ a: '1', old: 'x' }));
    await writeVolume(folder, files({ a: '2', fresh: 'y' }));
    expect(await visible()).toEqual(['a', 'fresh']);
    expect(await text('a')).toBe('2');
    expect((await readdir(folder)).filter((name) => name.startsWith('..version-'))).toHaveLength(1);
  });

  test('the same content changes nothing', async () => {
    await writeVolume(folder, files({ a: '1' }));
    const before = await readlink(path.join(folder, '..data'));
    await writeVolume(folder, files({ a: '1' }));
    expect(await readlink(path.join(folder, '..data'))).toBe(before);
  });

  test.each(['../x', '/etc/x', 'a/../../x', '..data'])('refuses %s', async (name) => {
    await expect(writeVolume(folder, files({ [name]: 'x' }))).rejects.toThrow('not a path inside a volume');
  });
});
