/** kube-apiserver's: roughly every minute. */
export const BOOKMARK_INTERVAL_MS = 60_000;
/** So long before a watch ends its client is told where to go on. */
const BEFORE_END_MS = 2000;

/** In how many milliseconds a watch's next bookmark comes; undefined: none does any more. @param leftMs until the watch ends */
export function nextBookmark(intervalMs: number, leftMs: number): number | undefined {
  const next = Math.min(intervalMs, leftMs - BEFORE_END_MS);
  return next > 0 ? next : undefined;
}
