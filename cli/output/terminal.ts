import { sanitizeText } from './sanitize.ts';
import { paint, wantsColour, type Span } from './style.ts';

/** The part of a stream that is written to. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly writableLength: number;
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** A stream for people and programs. Nothing but `control` passes control characters on. */
export interface Terminal {
  readonly isTty: boolean;
  readonly colour: boolean;
  /** Columns; 80 where there is no terminal to ask. */
  readonly columns: number;
  readonly rows: number;
  /** One line made of spans. */
  line(...spans: readonly (string | Span)[]): void;
  /** Text on several lines, as it is but for unsafe characters. */
  text(text: string): void;
  /** Text that this program made, escape sequences included. */
  control(text: string): void;
}

/** A terminal on a stream that is only touched when something is written or asked. */
export function createTerminal(open: () => OutputStream, env: Readonly<Record<string, string | undefined>>): Terminal {
  const isTty = () => open().isTTY === true;
  return {
    get isTty() {
      return isTty();
    },
    get colour() {
      return wantsColour(env, isTty());
    },
    get columns() {
      return open().columns || 80;
    },
    get rows() {
      return open().rows || 24;
    },
    line(...spans) {
      const colour = wantsColour(env, isTty());
      const painted = spans.map((span) => paint(typeof span === 'string' ? { text: span } : span, colour));
      open().write(`${painted.filter((text) => text !== '').join(' ')}\n`);
    },
    text: (text) => void open().write(sanitizeText(text)),
    control: (text) => void open().write(text),
  };
}
