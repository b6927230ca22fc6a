import { describe, expect, test } from '@jest/globals';
import type { Terminal } from '../../../cli/output/terminal.ts';
import { createProgressDisplay } from '../../../cli/progress/progress-display.ts';
import { progressLine } from '../../../cli/progress/progress-line.ts';
import { newRunView, updateRunView, type RunView } from '../../../cli/progress/run-view.ts';
import type { JobProgress } from '../../../resources/job/job-status.ts';
import { displayWidth } from '../../../cli/output/display-width.ts';
import { at, jobOf, NOW } from './job-fixture.ts';

const progress: JobProgress = {
  phase: 'transferring',
  bytes: 512 * 2 ** 20,
  totalBytes: 2 ** 30,
  rate: 2 ** 20,
  files: 12_345,
  updatedAt: at(0),
};
const view: RunView = { ...newRunView('debian', NOW - 61_000), activity: 'transferring', progress };

describe('a progress line', () => {
  test('with a known total', () => {
    expect(progressLine(view, { now: NOW, width: 200 })).toBe(
      'debian  transferring  ████████████░░░░░░░░░░░░  50%  512 MiB of 1.00 GiB  1.00 MiB/s  ETA 8m32s  12,345 files  1m1s',
    );
  });
  test('without total: what is done so far and a bar that moves, never a share', () => {
    const open = { ...progress };
    delete open.totalBytes;
    const line = (now: number, width = 200) => progressLine({ ...view, progress: open }, { now, width });
    const figures = '512 MiB  1.00 MiB/s  12,345 files  1m1s';
    expect(line(NOW)).toBe(`debian  transferring  ░█████░░░░░░░░░░░░░░░░░░  ${figures}`);
    expect(line(NOW + 200)).toBe(`debian  transferring  ░░█████░░░░░░░░░░░░░░░░░  ${figures}`);
    expect(line(NOW, 80)).toContain('█');
    const bars = Array.from({ length: 60 }, (_, step) => /  (░*█{5}░*)  /.exec(line(NOW + step * 200))?.[1]);
    expect(bars.every((moving) => moving?.length === 24)).toBe(true);
    // Where lines stay, a bar would stand still.
    expect(line(NOW, Number.POSITIVE_INFINITY)).toBe(`debian  transferring  ${figures}`);
  });
  test('more than the total is 100%, and a rate of 0 has no ETA', () => {
    const odd = { ...progress, bytes: 2 ** 31, rate: 0 };
    const line = progressLine({ ...view, progress: odd }, { now: NOW, width: 200 });
    expect(line).toContain('100%');
    expect(line).not.toContain('ETA');
  });
  test('the number of files gives way to the bar, and the bar to the figures', () => {
    expect(progressLine(view, { now: NOW, width: 80 })).toBe(
      'debian  transferring  50%  512 MiB of 1.00 GiB  1.00 MiB/s  ETA 8m32s  1m1s',
    );
    expect(progressLine({ ...view, name: 'a' }, { now: NOW, width: 84 })).toBe(
      'a  transferring  ██████░░░░░░  50%  512 MiB of 1.00 GiB  1.00 MiB/s  ETA 8m32s  1m1s',
    );
  });
  test.each([1, 20, 60, 89, 120])('fits into %d columns', (width) => {
    expect(displayWidth(progressLine(view, { now: NOW, width }))).toBeLessThanOrEqual(width);
  });
});

test('what a run waits for is told once in full, where the line is too short for it', () => {
  const told: string[] = [];
  const terminal = {
    isTty: true,
    columns: 60,
    rows: 20,
    line: (text: string) => void told.push(text),
    control: () => undefined,
  };
  const display = createProgressDisplay(terminal as unknown as Terminal, () => NOW);
  const activity = `Attempt 2 of 2 at 12:30, since attempt 1 failed: ${'long '.repeat(9)}`;
  const waiting = { ...newRunView('debian', NOW), activity };
  for (const next of [view, waiting, waiting, view, waiting]) display.update(next);
  display.close();
  expect(told).toEqual([`debian: ${activity}`]);
});

describe('the view of a run', () => {
  const result = { state: 'syncing', runSeq: 3, changed: true, message: '', nextSchedule: null } as const;
  const started = updateRunView(newRunView('a', NOW), { type: 'command', result });

  test('passes over what is left of the run before', () => {
    const stale = jobOf('a', { runSeq: 2, status: 'success', progress, waitingFor: 'its turn' });
    expect(updateRunView(started, { type: 'status', job: stale })).toMatchObject({
      progress: undefined,
      activity: 'its turn',
    });
    const old = { runSeq: 2, attempt: 1, progress };
    expect(updateRunView(started, { type: 'progress', progress: old })).toBe(started);
  });
  test('takes the figures of its own run', () => {
    const live = updateRunView(started, { type: 'progress', progress: { runSeq: 3, attempt: 1, progress } });
    expect(live).toMatchObject({ progress, activity: 'transferring' });
    const job = jobOf('a', { runSeq: 3, status: 'syncing' });
    expect(updateRunView(live, { type: 'status', job })).toMatchObject({ progress });
  });
  test('never goes back to older figures, and has none while the run waits', () => {
    const newer = { ...progress, bytes: progress.bytes ?? 0, updatedAt: at(2_000) };
    const live = updateRunView(started, { type: 'progress', progress: { runSeq: 3, attempt: 1, progress: newer } });
    const job = jobOf('a', { runSeq: 3, status: 'syncing', progress });
    expect(updateRunView(live, { type: 'status', job }).progress).toBe(newer);
    const waitingFor = 'Attempt 2 of 2 at 12:30';
    const paused = jobOf('a', { runSeq: 3, status: 'pre-syncing', waitingFor });
    expect(updateRunView(live, { type: 'status', job: paused })).toMatchObject({
      progress: undefined,
      activity: waitingFor,
    });
  });
  test('says that it waits for its worker as soon as that has gone, and until it is heard of', () => {
    const ready = { type: 'Ready', status: 'False', reason: 'PodStarting', message: 'The pod is not there.' } as const;
    const conditions = [{ ...ready, lastTransitionTime: at(5_000) }];
    const gone = jobOf('a', { runSeq: 3, status: 'syncing', progress, conditions });
    const waiting = updateRunView(started, { type: 'status', job: gone });
    expect(waiting.activity).toBe('Its worker; the run goes on with it. The pod is not there.');
    const heard = jobOf('a', { ...gone.status, progress: { ...progress, updatedAt: at(9_000) } });
    expect(updateRunView(waiting, { type: 'status', job: heard }).activity).toBe('transferring');
  });
});
