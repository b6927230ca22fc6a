import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countLines } from '../../../activities/sync/count-lines.ts';
import { logName } from '../../../activities/sync/log-files.ts';
import { parseStats } from '../../../activities/sync/parse-stats.ts';
import { ProgressMeter } from '../../../activities/sync/progress-meter.ts';
import { TailBuffer } from '../../../activities/sync/tail-buffer.ts';
import { unescapeName } from '../../../activities/sync/unescape-name.ts';

describe('statistics of rsync', () => {
  const stats = (number: (value: number) => string, values: readonly number[]): string => {
    const [files = 0, deleted = 0, transferred = 0, size = 0, moved = 0, received = 0] = values.map(number);
    return (
      `\nNumber of files: ${files} (reg: 6, dir: 3)\nNumber of created files: 1\nNumber of deleted files: ${deleted}\n` +
      `Number of regular files transferred: ${transferred}\nTotal file size: ${size} bytes\n` +
      `Total transferred file size: ${moved} bytes\nTotal bytes sent: 50\nTotal bytes received: ${received}\n`
    );
  };

  test('are exact, with separators or without', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), fc.boolean(), (values, separators) => {
        const [entries, deleted, filesTransferred, totalSize, transferredSize, received] = values;
        const text = stats((value) => (separators ? value.toLocaleString('en-US') : String(value)), values);
        expect(parseStats(text)).toEqual({
          entries,
          deleted,
          filesTransferred,
          totalSize,
          transferredSize,
          received,
        });
      }),
    );
  });

  test('of an old upstream lack the deletions', () => {
    const old = 'Number of files: 3\nNumber of files transferred: 1\nTotal file size: 9 bytes\n';
    expect(parseStats(old)).toEqual({ entries: 3, filesTransferred: 1, totalSize: 9, transferredSize: 0, received: 0 });
  });

  test('are not made up', () => {
    expect(parseStats('Total file size: none')).toBeUndefined();
  });
});

describe('small parts', () => {
  test('the tail is the end of all that was pushed', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 20 }), (parts, limit) => {
        const tail = new TailBuffer(limit);
        parts.forEach((part) => tail.push(Buffer.from(part)));
        const all = Buffer.from(parts.join(''));
        expect(tail.toString()).toBe(all.subarray(Math.max(0, all.length - limit)).toString());
      }),
    );
  });

  test('lines are counted', () => {
    expect(countLines(Buffer.from('a\n\nb\nc'))).toBe(3);
  });

  test('names come back from rsync as they were', () => {
    expect(unescapeName('a\\#012b\\#303\\#251').toString()).toBe('a\nbé');
    expect(unescapeName('日\\x').toString()).toBe('日\\x');
  });

  test('logs sort by run', () => {
    expect(logName(12, new Date('2026-11-21T03:54:59Z'))).toBe('00000012_2026-11-21_03_54.log');
  });

  test('progress never goes back nor past the total, and the rate is of the last ten seconds', () => {
    const meter = new ProgressMeter(new Date(0));
    meter.phase = 'transferring';
    meter.totalBytes = 1_000;
    meter.setBytes(100, 0);
    meter.setBytes(50, 5_000);
    meter.setBytes(600, 10_000);
    expect(meter.snapshot(10_000, 7)).toMatchObject({ bytes: 600, rate: 50, phase: 'transferring', logOffset: 7 });
    meter.setBytes(2_000, 20_000);
    expect(meter.snapshot(20_000, 7)).toMatchObject({ bytes: 1_000, rate: 40, phase: 'finishing' });
  });
});
