import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { podRange, stackPorts } from '../../../deploy/local/stack/stack-ports.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durasync-ports-'));
  file = join(folder, 'ports.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A machine whose held ports the test decides; its free ports come round again and again. */
function machine(held: readonly number[] = []) {
  let next = 0;
  return {
    isPortFree: async (port: number) => !held.includes(port),
    freePort: async () => 40_000 + (next++ % 12),
  };
}

test('free ports are the same again at the next start, all different', async () => {
  const first = await stackPorts(file, 'free', machine());
  expect(await stackPorts(file, 'free', machine())).toEqual(first);
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
});

test('a port that somebody holds is replaced, and only that one, and only while it is held', async () => {
  const usual = await stackPorts(file, 'usual', machine());
  expect(usual.api).toBe(3000);
  const { api, ...others } = await stackPorts(file, 'usual', machine([3000]));
  expect(api).not.toBe(3000);
  expect({ ...others, api: 3000 }).toEqual(usual);
  expect(await stackPorts(file, 'usual', machine())).toEqual(usual);
});

test('the upstream keeps the port that the sample Jobs were given', async () => {
  const first = await stackPorts(file, 'usual', machine([8873]));
  expect(first.upstream).not.toBe(8873);
  expect((await stackPorts(file, 'usual', machine())).upstream).toBe(first.upstream);
});

test('a damaged file is as good as none', async () => {
  await writeFile(file, '{"api":');
  expect((await stackPorts(file, 'usual', machine())).api).toBe(3000);
});

test('stacks beside each other give their pods different addresses', async () => {
  const ports = await stackPorts(file, 'usual', machine());
  expect(podRange(ports)).toBe('127.77.0.0/16');
  const ranges = [40_001, 40_002, 40_065].map((node) => podRange({ ...ports, node }));
  expect(new Set(ranges).size).toBe(3);
  for (const range of ranges) expect(range).toMatch(/^127\.\d+\.\d+\.0\/24$/);
});
