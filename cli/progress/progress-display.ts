import { displayWidth } from '../output/display-width.ts';
import type { Terminal } from '../output/terminal.ts';
import { createLiveArea } from './live-area.ts';
import { progressLine } from './progress-line.ts';
import type { RunView } from './run-view.ts';

/** Shows runs under way. */
export interface ProgressDisplay {
  /** The newest view of a run. */
  update(view: RunView): void;
  /** Takes a run that is over out of what is shown. */
  remove(name: string): void;
  /** Writes something that stays, above what is shown. */
  above<T>(write: () => T): T;
  /** Ends the display and leaves the cursor at the start of an empty line. */
  close(): void;
}

const REPAINT_MS = 200;
const LINE_EVERY_MS = 5_000;

export const silentDisplay: ProgressDisplay = {
  update: () => undefined,
  remove: () => undefined,
  above: (write) => write(),
  close: () => undefined,
};

/** Bars that move on a terminal; elsewhere a line now and then, and whenever the phase changes. */
export function createProgressDisplay(terminal: Terminal, now: () => number): ProgressDisplay {
  return terminal.isTty ? createLiveDisplay(terminal, now) : createLineDisplay(terminal, now);
}

function createLiveDisplay(terminal: Terminal, now: () => number): ProgressDisplay {
  const views = new Map<string, RunView>();
  const area = createLiveArea(terminal);
  const repaint = (): void => {
    const width = terminal.columns - 1;
    area.show([...views.values()].map((view) => progressLine(view, { now: now(), width })));
  };
  const timer = setInterval(repaint, REPAINT_MS);
  const told = new Set<string>();
  /** A sentence that the line has no room for is told once in full. */
  const tellInFull = ({ name, activity }: RunView): void => {
    const text = `${name}: ${activity}`;
    if (displayWidth(text) < terminal.columns || told.has(text)) return;
    told.add(text);
    area.clear();
    terminal.line(text);
  };
  return {
    update: (view) => {
      tellInFull(view);
      views.set(view.name, view);
    },
    remove: (name) => void views.delete(name),
    above: (write) => {
      area.clear();
      return write();
    },
    close: () => {
      clearInterval(timer);
      area.clear();
    },
  };
}

function createLineDisplay(terminal: Terminal, now: () => number): ProgressDisplay {
  const shown = new Map<string, { readonly activity: string; readonly at: number }>();
  return {
    update: (view) => {
      const last = shown.get(view.name);
      if (last?.activity === view.activity && now() - last.at < LINE_EVERY_MS) return;
      shown.set(view.name, { activity: view.activity, at: now() });
      terminal.line(progressLine(view, { now: now(), width: Number.POSITIVE_INFINITY }));
    },
    remove: (name) => void shown.delete(name),
    above: (write) => write(),
    close: () => undefined,
  };
}
