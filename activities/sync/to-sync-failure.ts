import { SyncFailure } from './sync-failure.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Names what the operating system refused; everything else is passed on as it is. */
export function toSyncFailure(error: unknown): unknown {
  if (error instanceof SyncFailure || !(error instanceof Error)) return error;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  if (FULL.has(code)) return new SyncFailure('DiskFull', 'The volume is full; enlarge spec.volume.size');
  if (syscall.startsWith('spawn')) {
    return new SyncFailure('LocalIo', `The worker cannot start ${syscall.slice('spawn '.length)}: ${code}`);
  }
  return new SyncFailure('LocalIo', `The worker cannot ${syscall} ${path ?? 'a file'}: ${code}`);
}
