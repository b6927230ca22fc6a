import type { Terminal } from './output/terminal.ts';

/** What commands may use of the process; tests pass their own. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  /** Results. */
  readonly out: Terminal;
  /** What is said about them: progress, confirmations, errors. */
  readonly err: Terminal;
  readonly stdin: NodeJS.ReadStream;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted by Ctrl-C, once; without a listener of its own a command ends at once. */
  onInterrupt(listener: () => void): () => void;
}
