import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startProcess } from '../../../deploy/local/node/container/container-process.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'scratch-'));
});
afterEach(async () => {
  // A process leaves nothing behind.
  expect(await readdir(scratch)).toEqual([]);
  await rm(scratch, { recursive: true });
});

async function outputOf(script: string): Promise<Record<string, string>> {
  const said = { stdout: '', stderr: '' };
  const child = await startProcess({
    id: randomBytes(16).toString('hex'),
    argv: ['sh', '-c', script],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: '/',
    scratch,
    onOutput: (stream, chunk) => void (said[stream] += chunk.toString()),
  });
  expect(await child.exited).toEqual({ exitCode: 0 });
  return said;
}

test('a container may open /dev/stdout and /dev/stderr by name, as programs with a log file do', async () => {
  expect(await outputOf('echo out >> /dev/stdout; echo err >> /dev/stderr')).toEqual({
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

test('all of the output is read, however fast the container ends', async () => {
  const { stdout } = await outputOf('head -c 3000000 /dev/zero | tr "\\0" x; echo end');
  expect(stdout).toHaveLength(3_000_004);
  expect(stdout?.endsWith('xend\n')).toBe(true);
});
