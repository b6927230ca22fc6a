/** Runs a slow step and tells the user about it; see `consoleProgress`. */
export type Progress = <T>(title: string, work: () => Promise<T>) => Promise<T>;

/** What progress is written to; `process.stderr` fits. */
export type ProgressSink = { readonly isTTY?: boolean; write(text: string): unknown };

const TTY_REDRAW_MS = 1_000;
const LOG_LINE_MS = 30_000;

/**
 * Progress as text: on a terminal one line that counts the seconds; elsewhere a line at the start, one every 30 s and
 * one at the end. It goes to stderr by default, so that a command's own output stays clean.
 */
export function consoleProgress(sink: ProgressSink = process.stderr): Progress {
  return async (title, work) => {
    const startedAt = performance.now();
    const elapsed = (): string => formatSeconds((performance.now() - startedAt) / 1_000);
    const show = sink.isTTY === true ? redrawer(sink) : (text: string) => sink.write(`${text}\n`);
    show(`${title} …`);
    const timer = setInterval(() => show(`${title} … ${elapsed()}`), sink.isTTY === true ? TTY_REDRAW_MS : LOG_LINE_MS);
    try {
      const result = await work();
      show(`${title}: done in ${elapsed()}`);
      return result;
    } catch (error) {
      show(`${title}: FAILED after ${elapsed()}`);
      throw error;
    } finally {
      clearInterval(timer);
      if (sink.isTTY === true) sink.write('\n');
    }
  };
}

/** Runs steps without a word. */
export const silentProgress: Progress = (_title, work) => work();

function redrawer(sink: ProgressSink): (text: string) => void {
  return (text) => void sink.write(`\r\u001b[2K${text}`);
}

/** A duration for people: `7 s`, `2 min 05 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
