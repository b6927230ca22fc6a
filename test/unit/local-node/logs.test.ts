import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { MAX_PART_BYTES } from '../../../deploy/local/node/logs/cri-line.ts';
import { LineSplitter } from '../../../deploy/local/node/logs/line-splitter.ts';
import { parseLogQuery } from '../../../deploy/local/node/logs/log-query.ts';
import { LogWriter } from '../../../deploy/local/node/logs/log-writer.ts';
import { readLog } from '../../../deploy/local/node/logs/read-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NEVER = new AbortController().signal;
const query = (text = ''): ReturnType<typeof parseLogQuery> => parseLogQuery(new URLSearchParams(text), Date.now());

async function read(writer: LogWriter, text = ''): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of readLog({ file: writer.file, writer }, query(text), NEVER)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function write(count: number, limits = { maxBytes: 1e6, files: 3 }): LogWriter {
  const writer = new LogWriter(path.join(folder, '0.log'), limits);
  for (let index = 1; index <= count; index++) writer.push('stdout', Buffer.from(`line ${index}\n`));
  return writer;
}

describe('logs', () => {
  test('come back as they were written', async () => {
    expect(await read(write(3))).toBe('line 1\nline 2\nline 3\n');
  });

  test('tail, timestamps and a limit of bytes', async () => {
    const writer = write(5);
    expect(await read(writer, 'tailLines=2')).toBe('line 4\nline 5\n');
    expect(await read(writer, 'tailLines=0')).toBe('');
    expect(await read(writer, 'limitBytes=9')).toBe('line 1\nli');
    expect(await read(writer, 'tailLines=1&timestamps=true')).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{9}Z line 5\n$/);
    expect(await read(writer, 'sinceTime=2999-01-01T00:00:00Z')).toBe('');
  });

  test('a tail reaches across rotated files, and the oldest file goes', async () => {
    const writer = write(30, { maxBytes: 250, files: 3 });
    expect(readdirSync(folder).sort()).toEqual(['0.log', '0.log.1', '0.log.2']);
    expect(await read(writer, 'tailLines=8')).toBe(
      Array.from({ length: 8 }, (_, index) => `line ${index + 23}\n`).join(''),
    );
  });

  test('a long line is one line again', async () => {
    const writer = new LogWriter(path.join(folder, '0.log'));
    const text = 'x'.repeat(MAX_PART_BYTES * 2 + 5);
    writer.push('stderr', Buffer.from(`${text}\nend`));
    writer.close();
    expect(await read(writer)).toBe(`${text}\nend\n`);
  });

  test('a follower gets what is there and what comes, until the run ends', async () => {
    const writer = write(2);
    const following = read(writer, 'follow=true&tailLines=1');
    await new Promise(setImmediate);
    writer.push('stdout', Buffer.from('line 3\n'));
    writer.close();
    expect(await following).toBe('line 2\nline 3\n');
  });

  test('the cut of the chunks does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ab\n]{0,6}$/), { maxLength: 12 }), (chunks) => {
        const lines: string[] = [];
        const splitter = new LineSplitter((text) => lines.push(text.toString()));
        for (const chunk of chunks) splitter.push(Buffer.from(chunk));
        splitter.end();
        const expected = chunks.join('').split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(lines).toEqual(expected);
      }),
    );
  });

  test('a query with a malformed number is refused', () => {
    expect(() => query('tailLines=x')).toThrow('tailLines');
    expect(() => query('sinceTime=yesterday')).toThrow('sinceTime');
  });
});
