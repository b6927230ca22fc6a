/** One update of rsync's `--info=progress2`. */
export interface TransferProgress {
  /** Bytes of the files done so far. */
  readonly bytes: number;
  /** Entries looked at so far; undefined until rsync says. */
  readonly files?: number;
  /** Entries still to look at; 0 when only putting in place and deleting are left. */
  readonly remaining?: number;
}

const UPDATE = /^\s*([\d,.]+)\s+\d+%.*?(?:\(xfr#\d+, (?:to|ir)-chk=(\d+)\/(\d+)\))?\s*$/;

/**
 * Reads `  30,000,002  99%  348.91MB/s    0:00:00 (xfr#2, to-chk=7/11)`.
 * @returns undefined when the text is no such update
 */
export function parseProgress(text: string): TransferProgress | undefined {
  const match = UPDATE.exec(text);
  if (!match?.[1]) return undefined;
  const bytes = Number(match[1].replaceAll(/[,.]/g, ''));
  if (match[2] === undefined || match[3] === undefined) return { bytes };
  const remaining = Number(match[2]);
  return { bytes, files: Math.max(0, Number(match[3]) - remaining), remaining };
}
