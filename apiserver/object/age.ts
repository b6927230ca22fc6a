import { humanDuration } from './human-duration.ts';

/** How long ago a time was, as tables show it. */
export function ageOf(timestamp: string | undefined, now: Date): string {
  return timestamp ? humanDuration(now.getTime() - Date.parse(timestamp)) : '<unknown>';
}
