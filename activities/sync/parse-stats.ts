/** Figures of rsync's `--stats`; a figure that an old upstream does not give is left out. */
export interface RsyncStats {
  /** Entries of the upstream, its top directory included. */
  readonly entries: number;
  readonly deleted?: number;
  readonly filesTransferred: number;
  /** Size of all files, bytes. */
  readonly totalSize: number;
  /** Size of the files transferred, bytes. */
  readonly transferredSize: number;
  /** Bytes over the wire. */
  readonly received: number;
}

const LABELS = {
  entries: 'Number of files',
  deleted: 'Number of deleted files',
  filesTransferred: 'Number of (?:regular )?files transferred',
  totalSize: 'Total file size',
  transferredSize: 'Total transferred file size',
  received: 'Total bytes received',
} as const;

/**
 * Reads the statistics at the end of rsync's output (rsync(1) `--stats`, numbers with or without separators).
 * @returns undefined when the text has none
 */
export function parseStats(text: string): RsyncStats | undefined {
  const find = (label: string): number | undefined => {
    const last = [...text.matchAll(new RegExp(`^${label}: ([\\d,.]+)`, 'gm'))].at(-1)?.[1];
    return last === undefined ? undefined : Number(last.replaceAll(/[,.]/g, ''));
  };
  const entries = find(LABELS.entries);
  const totalSize = find(LABELS.totalSize);
  if (entries === undefined || totalSize === undefined) return undefined;
  const deleted = find(LABELS.deleted);
  return {
    entries,
    totalSize,
    ...(deleted !== undefined && { deleted }),
    filesTransferred: find(LABELS.filesTransferred) ?? 0,
    transferredSize: find(LABELS.transferredSize) ?? 0,
    received: find(LABELS.received) ?? 0,
  };
}
