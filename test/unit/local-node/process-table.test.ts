import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { startProcess } from '../../../deploy/local/node/container/container-process.ts';
import { findProcesses, identify, killAll } from '../../../deploy/local/node/container/process-table.ts';
import { EventEmitter } from 'node:events';

const ENV = { PATH: process.env['PATH'] ?? '' };

async function start(
  script: string,
): Promise<{ id: string; said: Promise<unknown>; child: Awaited<ReturnType<typeof startProcess>> }> {
  const id = randomBytes(16).toString('hex');
  const output = new EventEmitter();
  const said = once(output, 'line');
  const onOutput = (_stream: string, chunk: Buffer): void => void output.emit('line', chunk.toString().trim());
  const child = await startProcess({ id, argv: ['sh', '-c', script], env: ENV, cwd: '/', onOutput });
  return { id, said, child };
}

test('a process that moved to a session of its own is found by its mark and killed', async () => {
  const { id, said, child } = await start('setsid sh -c "echo here; sleep 600" & wait');
  await said;
  expect((await findProcesses({ ids: new Set([id]), leaders: [] })).length).toBeGreaterThanOrEqual(2);
  await child.kill();
  expect(await child.exited).toMatchObject({ exitCode: 137, signal: 9 });
  expect(await findProcesses({ ids: new Set([id]), leaders: [] })).toEqual([]);
});

test('what the main process leaves behind ends with it', async () => {
  const { id, said, child } = await start('sleep 600 & echo started; exit 7');
  await said;
  expect(await child.exited).toEqual({ exitCode: 7 });
  expect(await findProcesses({ ids: new Set([id]), leaders: [] })).toEqual([]);
});

test('a number alone never kills: the start time must be the same', async () => {
  const { said, child } = await start('echo started; sleep 600');
  await said;
  const { pid = 0, startTime = '' } = child.identity ?? {};
  expect(await killAll({ ids: new Set(), leaders: [{ pid, startTime: `${startTime}0` }] })).toBe(0);
  expect(await identify(pid)).toEqual({ pid, startTime });
  expect(await killAll({ ids: new Set(), leaders: [{ pid, startTime }] })).toBeGreaterThanOrEqual(1);
  expect((await child.exited).signal).toBe(9);
});

test('a program that does not exist ends with 127', async () => {
  const child = await startProcess({
    id: 'x',
    argv: ['/no/such/program'],
    env: ENV,
    cwd: '/',
    onOutput: () => undefined,
  });
  expect((await child.exited).exitCode).toBe(127);
});
