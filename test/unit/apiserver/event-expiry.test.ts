import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addMark, writtenBy } from '../../../apiserver/controllers/write-times.ts';
import { FileStore } from '../../../apiserver/storage/index.ts';
import { describeEventExpiry } from './event-expiry-suite.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'event-expiry-'));
});
afterAll(() => rm(dir, { recursive: true }));

describeEventExpiry('file', async () => new FileStore(dir));

test('a write is dated by the first mark behind it, never earlier', () => {
  const marks = [
    { revision: 5, time: 100 },
    { revision: 9, time: 200 },
  ];
  expect([1, 5, 6, 9, 10].map((revision) => writtenBy(marks, revision))).toEqual([100, 100, 200, 200, undefined]);
});

test('a mark goes when every write it dates is over', () => {
  const marks = [
    { revision: 5, time: 100 },
    { revision: 9, time: 200 },
  ];
  const next = { revision: 12, time: 160 };
  expect(addMark(marks, next, 60)).toEqual([marks[1], next]);
});
