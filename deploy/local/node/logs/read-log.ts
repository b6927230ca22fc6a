import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { promisify } from 'node:util';
import { parseCriLine, type CriLine } from './cri-line.ts';
import { followLines } from './follow-lines.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LogQuery } from './log-query.ts';
import { logFiles, type LogWriter } from './log-writer.ts';
import { tailOffset } from './tail-offset.ts';

const CHUNK_BYTES = 64 * 1024;
const readChunk = promisify(read);

/** Where a container's log is. */
export interface LogSource {
  readonly file: string;
  /** Set while the run that writes the file is going on. */
  readonly writer: LogWriter | undefined;
}

/** The log as its reader sees it, without the file's own prefixes; ends when the run ends or the signal comes. */
export async function* readLog(source: LogSource, query: LogQuery, signal: AbortSignal): AsyncGenerator<Buffer> {
  let left = query.limitBytes ?? Number.POSITIVE_INFINITY;
  let startsLine = true;
  for await (const line of selectLines(source, query, signal)) {
    if (query.sinceMs !== undefined && Date.parse(line.time) < query.sinceMs) continue;
    const prefix = query.timestamps && startsLine ? `${line.time} ` : '';
    const bytes = Buffer.concat([Buffer.from(prefix), line.text, Buffer.from(line.partial ? '' : '\n')]);
    startsLine = !line.partial;
    yield bytes.subarray(0, left);
    left -= bytes.length;
    if (left <= 0) return;
  }
}

async function* selectLines(
  { file, writer }: LogSource,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<CriLine> {
  // Opening the files and subscribing happen in one turn, so that no line is lost or doubled between them.
  const files = openAll(file, query.tailLines);
  const live = query.follow && writer && !writer.closed ? followLines(writer, signal) : undefined;
  try {
    for (const { fd, start, size } of files) {
      if (size > start) yield* fileLines(fd, start, size);
    }
  } finally {
    for (const { fd } of files) closeSync(fd);
  }
  if (live) yield* live;
}

interface OpenFile {
  readonly fd: number;
  readonly start: number;
  readonly size: number;
}

function openAll(file: string, tailLines: number | undefined): OpenFile[] {
  const files: OpenFile[] = [];
  let left = tailLines;
  for (const name of logFiles(file).reverse()) {
    const fd = openSync(name, 'r');
    const { size } = fstatSync(fd);
    const tail = left === undefined ? { offset: 0, lines: 0 } : tailOffset(fd, size, left);
    left = left === undefined ? undefined : left - tail.lines;
    files.unshift({ fd, start: tail.offset, size });
  }
  return files;
}

async function* fileLines(fd: number, start: number, end: number): AsyncGenerator<CriLine> {
  const ready: CriLine[] = [];
  // A part and its prefix are longer than one part, so pieces of a line are put together here.
  const pieces: Buffer[] = [];
  const splitter = new LineSplitter((text, partial) => {
    pieces.push(Buffer.from(text));
    if (partial) return;
    const line = parseCriLine(Buffer.concat(pieces.splice(0)));
    if (line) ready.push(line);
  });
  for (let position = start; position < end;) {
    const length = Math.min(CHUNK_BYTES, end - position);
    const { bytesRead, buffer } = await readChunk(fd, Buffer.alloc(length), 0, length, position);
    if (bytesRead === 0) break;
    splitter.push(buffer.subarray(0, bytesRead));
    position += bytesRead;
    yield* ready.splice(0);
  }
  splitter.end();
  yield* ready.splice(0);
}
