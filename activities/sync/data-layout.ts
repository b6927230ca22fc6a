import { join } from 'node:path';

/** Where things are on the volume of a Job. All are on one file system, so that renames between them are atomic. */
export interface DataLayout {
  readonly root: string;
  /** The tree that visitors see; equals the upstream after a run, and during one has PARTIAL_DIR and rsync's temporary files. */
  readonly mirror: string;
  /** Locked with flock(2) by whoever runs rsync on this volume. */
  readonly lock: string;
  /** Record of the attempt under way; see sync-worker/recorded-attempts.ts. */
  readonly attempt: string;
  /** Logs of the last runs and the link `latest`. */
  readonly log: string;
}

/**
 * Directory beside a file being fetched, where rsync keeps its part across an interruption and parks it, complete, until
 * all updates are put in place together. It is rsync's own default for `--delay-updates`; the run's deletions clear it.
 */
export const PARTIAL_DIR = '.~tmp~';

/** Paths under the root of a volume, which the worker, the file server and the rsync server share. */
export function dataLayout(root: string): DataLayout {
  return {
    root,
    mirror: join(root, 'mirror'),
    lock: join(root, 'lock'),
    attempt: join(root, 'attempt.json'),
    log: join(root, 'log'),
  };
}
