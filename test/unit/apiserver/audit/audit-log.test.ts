import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../../apiserver/audit/audit-event.ts';
import { AuditLog } from '../../../../apiserver/audit/audit-log.ts';
import type { Rotation } from '../../../../apiserver/audit/rotating-file.ts';

let dir: string;
let path: string;
let losses: { message: string; lost: number }[];
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'audit-log-')), 'logs');
  await mkdir(dir);
  path = join(dir, 'audit.log');
  losses = [];
});
afterEach(() => rm(join(dir, '..'), { recursive: true }));

const open = (rotation: Rotation = { maxBytes: 0, maxBackups: 0 }): AuditLog =>
  new AuditLog(path, { rotation, failed: ({ message }, lost) => losses.push({ message, lost }) });

const entry = (id: string): AuditEntry => ({
  id,
  received: new Date(0),
  answered: new Date(0),
  user: undefined,
  method: 'GET',
  url: '/api',
  sourceAddress: '127.0.0.1',
  userAgent: '',
  code: 200,
  isStream: false,
  annotations: {},
});

/** Writes entries one after the other, each for itself. */
async function write(log: AuditLog, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    log.write(entry(id));
    await log.close();
  }
}

const idsIn = async (name: string): Promise<string[]> =>
  (await readFile(join(dir, name), 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { auditID: string }).auditID);

const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index).padStart(4, '0'));

describe('the audit log', () => {
  test('has every entry in order, also of many at once, for its owner alone', async () => {
    await writeFile(path, '');
    const log = open();
    numbers(2000).forEach((id) => log.write(entry(id)));
    await log.close();
    expect(await idsIn('audit.log')).toEqual(numbers(2000));
    expect(losses).toEqual([]);
    await rm(path);
    await write(log, ['new']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is put aside before it gets too large, and the oldest of those are removed', async () => {
    await writeFile(join(dir, 'audit-other.log'), '');
    const log = open();
    await write(log, ['0000']);
    const { size } = await stat(path);
    await write(open({ maxBytes: 3 * size, maxBackups: 2 }), numbers(14).slice(1));
    const names = (await readdir(dir)).filter((name) => name !== 'audit-other.log').sort();
    expect(names).toEqual([
      expect.stringMatching(/^audit-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log$/),
      expect.stringMatching(/^audit-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log$/),
      'audit.log',
    ]);
    const ids = await Promise.all(names.map(idsIn));
    expect(ids).toEqual([
      ['0006', '0007', '0008'],
      ['0009', '0010', '0011'],
      ['0012', '0013'],
    ]);
    expect(await readdir(dir)).toContain('audit-other.log');
  });

  test('goes on when others put it aside', async () => {
    const log = open();
    await write(log, ['a']);
    await rename(path, `${path}.1`);
    await write(log, ['b']);
    expect([await idsIn('audit.log.1'), await idsIn('audit.log')]).toEqual([['a'], ['b']]);
  });

  test('tells what is lost while it cannot be written, once at first, and goes on when it can', async () => {
    const log = open();
    await rename(dir, `${dir}-gone`);
    for (const id of ['a', 'b', 'c', 'd']) log.write(entry(id));
    await log.close();
    const message: unknown = expect.stringContaining('ENOENT');
    expect(losses).toEqual([
      { message, lost: 1 },
      { message, lost: 3 },
    ]);
    await rename(`${dir}-gone`, dir);
    await write(log, ['e']);
    expect(await idsIn('audit.log')).toEqual(['e']);
  });

  test('that cannot be written is refused', async () => {
    await rm(dir, { recursive: true });
    expect(() => open()).toThrow('ENOENT');
    await mkdir(dir);
  });
});
