import { formatDuration } from '../../resources/duration.ts';
import type { JobProgress } from '../../resources/job/job-status.ts';
import { formatBytes } from '../../resources/quantity.ts';
import { displayWidth, truncate } from '../output/display-width.ts';
import { formatCount } from '../output/format-count.ts';
import { sanitizeLine } from '../output/sanitize.ts';
import type { RunView } from './run-view.ts';

const GAP = '  ';
const WIDEST_BAR = 24;
/** A bar shorter than this tells less than the number of files, which gives way to it. */
const SHORTEST_BAR = 8;

/** Length of the part that moves in a bar without a total, and how long it stays in one place, milliseconds. */
const MOVING = 5;
const STEP_MS = 200;

/**
 * One line on a run under way, at most `width` columns: phase, bar, bytes, rate, ETA, files. Without a total, as in the
 * first run of a mirror, the bar only shows that it moves; where lines have no end, there is none.
 */
export function progressLine(view: RunView, { now, width }: { readonly now: number; readonly width: number }): string {
  const { progress } = view;
  const head = [view.name, view.activity].map(sanitizeLine);
  const tail = [formatDuration(now - view.since)];
  if (progress === undefined) return fit([...head, ...tail], width);
  const share = shareOf(progress);
  const files = progress.files === undefined ? [] : [`${formatCount(progress.files)} files`];
  const full = [...head, ...figures(progress, share), ...files, ...tail];
  if (share === undefined && width === Number.POSITIVE_INFINITY) return fit(full, width);
  const room = (parts: readonly string[]) => width - displayWidth(parts.join(GAP)) - GAP.length;
  const parts = room(full) >= SHORTEST_BAR ? full : [...head, ...figures(progress, share), ...tail];
  const length = Math.min(WIDEST_BAR, room(parts));
  return fit(
    length < SHORTEST_BAR
      ? parts
      : parts.toSpliced(head.length, 0, share === undefined ? movingBar(now - view.since, length) : bar(share, length)),
    width,
  );
}

const fit = (parts: readonly string[], width: number): string => truncate(parts.join(GAP), width);

/** From 0 to 1; undefined while the total is not known. */
function shareOf({ bytes = 0, totalBytes }: JobProgress): number | undefined {
  return totalBytes === undefined || totalBytes === 0 ? undefined : Math.min(1, bytes / totalBytes);
}

function figures({ bytes = 0, totalBytes = 0, rate }: JobProgress, share: number | undefined): readonly string[] {
  const speed = rate === undefined ? [] : [`${formatBytes(rate)}/s`];
  if (share === undefined) return bytes === 0 ? [] : [formatBytes(bytes), ...speed];
  const amount = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
  return [`${Math.floor(share * 100)}%`, amount, ...speed, ...eta(totalBytes - bytes, rate)];
}

function bar(share: number, length: number): string {
  const full = Math.floor(share * length);
  return '█'.repeat(full) + '░'.repeat(length - full);
}

/** Goes to the end and back. */
function movingBar(elapsed: number, length: number): string {
  const way = length - MOVING;
  const step = Math.floor(elapsed / STEP_MS) % (2 * way);
  const before = step <= way ? step : 2 * way - step;
  return '░'.repeat(before) + '█'.repeat(MOVING) + '░'.repeat(way - before);
}

function eta(left: number, rate: number | undefined): readonly string[] {
  return rate === undefined || rate < 1 || left <= 0 ? [] : [`ETA ${formatDuration((left / rate) * 1_000)}`];
}
