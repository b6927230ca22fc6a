import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
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

test('free ports are the same again at the next start, all different', async () => {
  const first = await stackPorts(file, 'free');
  expect(await stackPorts(file, 'free')).toEqual(first);
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
});

test('a port that somebody holds is replaced, and only that one', async () => {
  const first = await stackPorts(file, 'free');
  const holder = createServer().listen(first.api, '127.0.0.1');
  await once(holder, 'listening');
  const { api, ...others } = await stackPorts(file, 'free');
  holder.close();
  expect(api).not.toBe(first.api);
  expect({ api: first.api, ...others }).toEqual(first);
});

test('a damaged file is as good as none', async () => {
  await writeFile(file, '{"api":');
  expect((await stackPorts(file, 'free')).api).toBeGreaterThan(0);
});

test('stacks beside each other give their pods different addresses', async () => {
  const [one, other] = await Promise.all([stackPorts(file, 'free'), stackPorts(`${file}.2`, 'free')]);
  expect(podRange(one)).toMatch(/^127\.\d+\.\d+\.0\/24$/);
  expect(podRange(one)).not.toBe(podRange(other));
  expect(podRange({ ...one, node: 10250 })).toBe('127.77.0.0/16');
});
