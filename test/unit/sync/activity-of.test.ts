import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activityOf } from '../../../activities/sync/process-io.ts';

const [RSYNC, RECEIVER] = [7, 8];
const IDLE = { state: 'S', bytes: 100, cpu: 3 };

let proc: string;
let writes = 0;
beforeEach(async () => void (proc = await mkdtemp(join(tmpdir(), 'proc-'))));
afterEach(() => rm(proc, { recursive: true }));

/** A process as proc(5) tells of it; its program has a name of the worst kind. */
async function tell(pid: number, change: Partial<typeof IDLE> = {}, children: readonly number[] = []): Promise<void> {
  const { state, bytes, cpu } = { ...IDLE, ...change };
  const folder = join(proc, String(pid), 'task', String(pid));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'children'), children.map((child) => `${child} `).join(''));
  const before = Array.from({ length: 10 }, () => '0').join(' ');
  await writeFile(join(proc, String(pid), 'stat'), `${pid} (rsync) D (x) ${state} ${before} ${cpu} 1 0 0 20 0\n`);
  await writeFile(join(proc, String(pid), 'io'), `rchar: ${bytes}\nwchar: ${writes++}\nsyscr: 1\n`);
}

describe('the activity of a process and its children', () => {
  beforeEach(async () => {
    await tell(RSYNC, {}, [RECEIVER]);
    await tell(RECEIVER);
  });
  const look = (): string | undefined => activityOf(RSYNC, proc);

  test('is the same while they only write', async () => {
    const before = look();
    await tell(RECEIVER);
    expect(before).toBeDefined();
    expect(look()).toBe(before);
  });

  test.each([RSYNC, RECEIVER])('is another when number %d reads or computes', async (pid) => {
    const children = pid === RSYNC ? [RECEIVER] : [];
    const seen = [look()];
    for (const change of [{ bytes: 101 }, { bytes: 101, cpu: 4 }]) {
      await tell(pid, change, children);
      seen.push(look());
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen).not.toContain(undefined);
  });

  test('is not told while one waits for a disk', async () => {
    await tell(RECEIVER, { state: 'D' });
    expect(look()).toBeUndefined();
  });

  test('is not told when a child has just gone, or all have', async () => {
    await rm(join(proc, String(RECEIVER)), { recursive: true });
    expect(look()).toBeUndefined();
    await rm(join(proc, String(RSYNC)), { recursive: true });
    expect(look()).toBeUndefined();
  });

  test('of one without children is its own', async () => {
    await tell(RSYNC);
    expect(look()).toMatch(/^7 /);
  });
});
