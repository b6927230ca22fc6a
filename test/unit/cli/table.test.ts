import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { displayWidth, padEnd, truncate } from '../../../cli/output/display-width.ts';
import { jobTable } from '../../../cli/output/job-table.ts';
import { runTable } from '../../../cli/output/run-table.ts';
import { renderTable } from '../../../cli/output/table.ts';
import { at, jobOf, NOW } from './job-fixture.ts';

describe('widths', () => {
  test('wide characters take two columns', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('镜像')).toBe(4);
    expect(truncate('镜像站', 5)).toBe('镜像…');
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('abc', 0)).toBe('');
    expect(padEnd('镜', 4)).toBe('镜  ');
  });
  test('what was cut fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, width) => {
        expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('a table', () => {
  const columns = [
    { title: 'A', cell: (row: string[]) => row[0] ?? '' },
    { title: 'LONG', cell: (row: string[]) => row[1] ?? '', shrinkTo: 6 },
  ];
  test('lines up and leaves no blanks at the end', () => {
    const lines = renderTable(
      columns,
      [
        ['x', 'y'],
        ['longer', ''],
      ],
      { colour: false, width: undefined },
    );
    expect(lines).toEqual(['A       LONG', 'x       y', 'longer']);
  });
  test('cuts the columns that may be cut, and no more than needed', () => {
    const row = ['a', '0123456789abcdef'];
    expect(renderTable(columns, [row], { colour: false, width: 13 })[1]).toBe('a  012345678…');
    expect(renderTable(columns, [row], { colour: false, width: 2 })[1]).toBe('a  01234…');
  });
  test('cells cannot break out of their line', () => {
    const lines = renderTable(columns, [['a\nb', '\u001b[2J']], { colour: false, width: undefined });
    expect(lines[1]).toBe('a b  \ufffd[2J');
  });
});

test('list of Jobs', () => {
  const jobs = [
    jobOf('debian', {
      status: 'success',
      lastUpdate: at(-190_000),
      nextSchedule: at(21_480_000),
      size: 1_536,
      runSeq: 3,
    }),
    jobOf('ubuntu', { status: 'syncing', errorMsg: 'old' }),
    jobOf('late', { status: 'failed', nextSchedule: at(-5_000), errorMsg: 'module not found' }),
  ];
  const options = { wide: true, withNamespace: true, now: NOW, colour: false, width: undefined };
  expect(jobTable(jobs, options).map((line) => line.split(/ {2,}/))).toEqual([
    ['NAMESPACE', 'NAME', 'STATUS', 'UPSTREAM', 'LAST UPDATE', 'NEXT RUN', 'SIZE', 'AGE', 'RUN', 'SCHEDULE', 'ERROR'],
    [
      'default',
      'debian',
      'success',
      'rsync://up.example/debian/',
      '3m10s ago',
      'in 5h58m',
      '1.50 KiB',
      '1d',
      '3',
      'every 6h',
    ],
    ['default', 'ubuntu', 'syncing', 'rsync://up.example/ubuntu/', '-', 'running', '-', '1d', '-', 'every 6h', 'old'],
    [
      'default',
      'late',
      'failed',
      'rsync://up.example/late/',
      '-',
      'due',
      '-',
      '1d',
      '-',
      'every 6h',
      'module not found',
    ],
  ]);
});

test('list of runs', () => {
  const run = { workflowId: 'w', runId: 'r', trigger: 'schedule', bytes: null, endedAt: null, startedAt: at(-3_000) };
  const lines = runTable(
    [
      { ...run, seq: 2, state: 'running', result: null, durationMs: null },
      { ...run, seq: 1, state: 'failed', result: 'DiskFull', durationMs: 90_000, trigger: null, bytes: 1_024 },
    ],
    { now: NOW, wide: false, colour: false, width: undefined },
  );
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['RUN', 'STATE', 'TRIGGER', 'STARTED', 'DURATION', 'SIZE', 'RESULT'],
    ['2', 'running', 'schedule', '3s ago', '3.00s', '-', '-'],
    ['1', 'failed', '-', '3s ago', '1m30s', '1.00 KiB', 'DiskFull'],
  ]);
});
