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

/** One line on a run under way, at most `width` columns: phase, bar when the total is known, bytes, rate, ETA, files. */
export function progressLine(view: RunView, { now, width }: { readonly now: number; readonly width: number }): string {
  const { progress } = view;
  const head = [view.name, view.activity].map(sanitizeLine);
  const tail = [formatDuration(now - view.since)];
  if (progress === undefined) return fit([...head, ...tail], width);
  const share = shareOf(progress);
  const files = progress.files === undefined ? [] : [`${formatCount(progress.files)} files`];
  const full = [...head, ...figures(progress, share), ...files, ...tail];
  if (share === undefined) return fit(full, width);
  const room = (parts: readonly string[]) => width - displayWidth(parts.join(GAP)) - GAP.length;
  const parts = room(full) >= SHORTEST_BAR ? full : [...head, ...figures(progress, share), ...tail];
  const length = Math.min(WIDEST_BAR, room(parts));
  return fit(length < SHORTEST_BAR ? parts : parts.toSpliced(head.length, 0, bar(share, length)), width);
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

function eta(left: number, rate: number | undefined): readonly string[] {
  return rate === undefined || rate < 1 || left <= 0 ? [] : [`ETA ${formatDuration((left / rate) * 1_000)}`];
}
