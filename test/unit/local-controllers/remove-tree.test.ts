import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withoutRoot } from '../../support/processes/as-nobody.ts';

const MODULE = path.join(import.meta.dirname, '../../../deploy/local/controllers/volumes/remove-tree.ts');

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'durasync-remove-'));
  await chmod(root, 0o777);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const removal = (folder: string): string =>
  `const { removeTree } = await import(${JSON.stringify(MODULE)}); await removeTree(${JSON.stringify(folder)});`;

test('directories that an upstream closed are deleted by who may not pass them, and what links lead to stays', async () => {
  const volume = path.join(root, 'volume');
  const outside = path.join(root, 'outside');
  const tree = [
    `mkdir -p '${volume}/closed/deep/er' '${volume}/readable' '${outside}'`,
    `touch '${volume}/closed/deep/er/file' '${volume}/readable/file' '${outside}/kept'`,
    `ln -s '${outside}' '${volume}/readable/link'`,
    `chmod 555 '${outside}' '${volume}/readable' '${volume}/closed/deep/er'`,
    `chmod 000 '${volume}/closed/deep' '${volume}/closed'`,
  ];
  await withoutRoot('sh', ['-ec', tree.join('\n')]);
  await withoutRoot(process.execPath, ['--input-type=module', '-e', removal(volume)]);
  expect(await readdir(root)).toEqual(['outside']);
  expect(await readdir(outside)).toEqual(['kept']);
});

test('nothing is no error', async () => {
  await withoutRoot(process.execPath, ['--input-type=module', '-e', removal(path.join(root, 'none'))]);
});

test('what is in the way for another reason is told', async () => {
  await writeFile(path.join(root, 'file'), '');
  const below = removal(path.join(root, 'file', 'below'));
  await expect(withoutRoot(process.execPath, ['--input-type=module', '-e', below])).rejects.toThrow('ENOTDIR');
});
