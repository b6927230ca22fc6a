import { formatDuration } from '../../resources/duration.ts';
import type { JobProgress } from '../../resources/job/job-status.ts';
import { formatBytes } from '../../resources/quantity.ts';
import { formatCount } from '../output/format-count.ts';
import { truncate } from '../output/display-width.ts';
import { sanitizeLine } from '../output/sanitize.ts';
import type { RunView } from './run-view.ts';

const BAR_WIDTH = 24;
/** Below this the bar takes the place that the figures need. */
const NARROW = 90;

/** One line on a run under way, at most `width` columns: phase, bar when the total is known, bytes, rate, ETA, files. */
export function progressLine(view: RunView, { now, width }: { readonly now: number; readonly width: number }): string {
  const { progress } = view;
  const parts = [
    view.name,
    view.activity,
    ...(progress === undefined ? [] : figures(progress, width >= NARROW)),
    formatDuration(now - view.since),
  ];
  return truncate(sanitizeLine(parts.join('  ')), width);
}

function figures({ bytes = 0, totalBytes, files, rate }: JobProgress, withBar: boolean): readonly string[] {
  const fileCount = files === undefined ? [] : [`${formatCount(files)} files`];
  const speed = rate === undefined ? [] : [`${formatBytes(rate)}/s`];
  if (totalBytes === undefined || totalBytes === 0) {
    return bytes === 0 ? fileCount : [formatBytes(bytes), ...speed, ...fileCount];
  }
  const share = Math.min(1, bytes / totalBytes);
  return [
    ...(withBar ? [bar(share)] : []),
    `${Math.floor(share * 100)}%`,
    `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`,
    ...speed,
    ...eta(totalBytes - bytes, rate),
    ...fileCount,
  ];
}

function bar(share: number): string {
  const full = Math.floor(share * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

function eta(left: number, rate: number | undefined): readonly string[] {
  return rate === undefined || rate < 1 || left <= 0 ? [] : [`ETA ${formatDuration((left / rate) * 1_000)}`];
}
