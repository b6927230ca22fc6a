/** Lines above this many bytes are written in parts. */
export const MAX_PART_BYTES = 16 * 1024;

export type LogStream = 'stdout' | 'stderr';

/** One line of a container's log file: `<time> <stream> <P|F> <text>`; P says that the line goes on. */
export interface CriLine {
  /** RFC 3339 with nanoseconds. */
  readonly time: string;
  readonly stream: LogStream;
  readonly partial: boolean;
  readonly text: Buffer;
}

const NEWLINE = Buffer.from('\n');

/** The line as the file holds it, newline included. */
export function formatCriLine({ time, stream, partial, text }: CriLine): Buffer {
  return Buffer.concat([Buffer.from(`${time} ${stream} ${partial ? 'P' : 'F'} `), text, NEWLINE]);
}

/** Reads one line without its newline; undefined for anything else. */
export function parseCriLine(line: Buffer): CriLine | undefined {
  const head = /^(\S+) (stdout|stderr) ([PF]) /.exec(line.subarray(0, 64).toString('latin1'));
  if (!head) return undefined;
  const [all, time = '', stream = 'stdout', tag] = head;
  return { time, stream: stream as LogStream, partial: tag === 'P', text: line.subarray(all.length) };
}

/** RFC 3339 with nine digits, as kubectl's `--timestamps` shows it. */
export function logTime(date: Date): string {
  return date.toISOString().replace('Z', '000000Z');
}
