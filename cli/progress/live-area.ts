import type { Terminal } from '../output/terminal.ts';

/** Lines at the end of a terminal that are painted over in place. */
export interface LiveArea {
  /** Shows these lines, made safe by the caller; as many as the terminal has rows for. */
  show(lines: readonly string[]): void;
  clear(): void;
}

const CLEAR_TO_END = '\u001b[0J';
/** A line that is too long must not take two rows: DECAWM off while painting. */
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';
const up = (rows: number): string => (rows === 0 ? '' : `\u001b[${rows}A`);

/** Create an area; nothing is written until there is something to show. */
export function createLiveArea(terminal: Terminal): LiveArea {
  let height = 0;
  let shown = '';
  return {
    show(lines) {
      const room = Math.max(1, terminal.rows - 2);
      const more = lines.length > room ? [`… and ${lines.length - room} more`] : [];
      const visible = [...lines.slice(0, room), ...more];
      const text = visible.map((line) => `${line}\n`).join('');
      if (text === shown) return;
      terminal.control(`\r${up(height)}${CLEAR_TO_END}${NO_WRAP}${text}${WRAP}`);
      height = visible.length;
      shown = text;
    },
    clear() {
      if (height > 0) terminal.control(`\r${up(height)}${CLEAR_TO_END}`);
      height = 0;
      shown = '';
    },
  };
}
