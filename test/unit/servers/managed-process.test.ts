import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProcessSpec } from '../../../deploy/local/stack/servers/index.ts';
import { freePorts, isPortFree, startProcess } from '../../../deploy/local/stack/servers/index.ts';
import { rememberedPorts } from '../../../deploy/local/stack/servers/remembered-ports.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'durasync-process-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function shell(script: string, more: Partial<ProcessSpec> = {}): ProcessSpec {
  const logFile = join(dir, 'log');
  const saidReady = async (): Promise<boolean> => (await readFile(logFile, 'utf8')).includes('ready');
  return { name: 'fake', command: '/bin/sh', args: ['-c', script], logFile, isReady: saidReady, ...more };
}

describe('a managed process', () => {
  it('is ready when it answers, stops on TERM, and may be stopped twice', async () => {
    const server = startProcess(shell('echo ready; exec tail -f /dev/null'));
    await server.ready;
    await server.stop();
    await server.stop();
    expect(await server.exited).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('is killed when it ignores TERM', async () => {
    const server = startProcess(
      shell('trap "" TERM; echo ready; while :; do read -r _ < /dev/zero; done', { stopGraceMs: 100 }),
    );
    await server.ready;
    await server.stop();
    expect((await server.exited).signal).toBe('SIGKILL');
  });

  it('that ends early says how, with the end of its log', async () => {
    const server = startProcess(shell('echo no such flag; exit 3'));
    await expect(server.ready).rejects.toThrow(/fake ended before it was ready \(exit code 3\)[^]*no such flag/);
  });

  it('that never answers is given up', async () => {
    const server = startProcess(shell('exec tail -f /dev/null', { readyTimeoutMs: 100 }));
    await expect(server.ready).rejects.toThrow('did not answer within 0.1 s');
    await server.stop();
  });

  it('that fails with a long line in its log shows the beginning of it', async () => {
    const server = startProcess(shell(`printf 'address in use%5000s\\n' x; exit 1`));
    await expect(server.ready).rejects.toThrow('address in use');
    await server.stop();
  });

  it('that is not there is an error, not a crash', async () => {
    const server = startProcess(shell('', { command: join(dir, 'missing') }));
    await expect(server.ready).rejects.toThrow('ended before it was ready');
    await server.stop();
  });
});

describe('ports', () => {
  it('are different and free', async () => {
    const ports = await freePorts(5);
    expect(new Set(ports).size).toBe(5);
    expect(await Promise.all(ports.map(isPortFree))).toEqual(ports.map(() => true));
  });

  it('are not given again, though nobody listens on them yet', async () => {
    const ports: number[] = [];
    for (let call = 0; call < 5; call += 1) ports.push(...(await freePorts(100)));
    expect(new Set(ports).size).toBe(500);
  });

  it('of a server stay the same on the same data', async () => {
    const first = await rememberedPorts(join(dir, 'ports.json'), 3);
    expect(await rememberedPorts(join(dir, 'ports.json'), 3)).toEqual(first);
  });
});
