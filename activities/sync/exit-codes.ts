import type { FailureClass } from '../../workflows/core/failure-class.ts';

/** Exit code of flock(1) when another process holds the lock; rsync has no such code. */
export const LOCK_BUSY = 75;
/** rsync stopped at `--max-delete`. */
export const MAX_DELETE_REACHED = 25;
/** Part of the tree could not be read or written; what could is in place. */
export const PARTIAL = 23;
/** Files vanished at the upstream while they were being fetched. */
export const VANISHED = 24;

type Meaning = readonly [FailureClass, string];

/** What each exit code of rsync(1) (EXIT VALUES), and of the programs that start it, means for the run. */
export const EXIT_CODES: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [1, ['RsyncUsage', 'rsync does not accept these options']],
  [2, ['UpstreamProtocol', 'The upstream speaks no version of the protocol that this rsync knows']],
  [3, ['RsyncUsage', 'rsync cannot use one of the files or directories it was given']],
  [4, ['RsyncUsage', 'The upstream does not support one of the options']],
  [5, ['UpstreamProtocol', 'The upstream ended the conversation before the transfer']],
  [10, ['UpstreamUnreachable', 'The upstream cannot be reached']],
  [11, ['LocalIo', 'A file could not be read or written']],
  [12, ['UpstreamProtocol', 'The upstream sent something that is not the rsync protocol, or broke off']],
  [13, ['Unknown', 'rsync could not report its state']],
  [14, ['Unknown', "rsync's processes could not talk to each other"]],
  [15, ['Killed', "One of rsync's processes crashed"]],
  [16, ['Killed', "One of rsync's processes was killed"]],
  [19, ['Killed', 'rsync was told to stop by a signal']],
  [20, ['Killed', 'rsync was told to stop by a signal']],
  [21, ['Unknown', 'rsync lost track of its processes']],
  [22, ['LocalIo', 'rsync had not enough memory; give the worker more']],
  [PARTIAL, ['PartialTransfer', 'Some files could not be transferred; the others are in place']],
  [VANISHED, ['PartialTransfer', 'Some files vanished at the upstream during the run; the others are in place']],
  [
    MAX_DELETE_REACHED,
    ['MassDeletion', 'The upstream lost more files during the run than maxDelete lets go; the deletions were stopped'],
  ],
  [30, ['UpstreamStalled', 'The upstream sent nothing for too long']],
  [35, ['UpstreamUnreachable', 'The upstream did not answer in time']],
  [66, ['LocalIo', "The volume's lock file cannot be opened"]],
  [69, ['LocalIo', 'rsync is not installed in the worker']],
  [126, ['LocalIo', 'rsync cannot be started in the worker']],
  [127, ['LocalIo', 'rsync, flock or setpriv is not installed in the worker']],
]);

/** A text of standard error that says more than the exit code; the first that matches counts. */
export const TELLING_TEXTS: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^(?!.*\[sender\]).*(?:No space left on device|Disk quota exceeded)/m,
    ['DiskFull', 'The volume is full; enlarge spec.volume.size or exclude something'],
  ],
  // What a client makes of garbage where the other side's features, or the next message, should be.
  [
    /^(?:Incompatible options specified for inc-recursive connection|unexpected tag|invalid message \d|multiplexing overflow)/m,
    ['UpstreamProtocol', 'The upstream sent something that is not the rsync protocol'],
  ],
  [/^@ERROR: max connections/m, ['UpstreamBusy', 'The upstream has as many connections as it allows']],
  [
    /^@ERROR: (?:auth failed|auth required|access denied)/im,
    ['UpstreamAuth', 'The upstream refuses the login; check the Secret named in spec.config.credentials'],
  ],
  [/^@ERROR: Unknown module/im, ['UpstreamMissing', 'The upstream has no such module; check spec.config.upstream']],
  [
    /^rsync: (?:\[sender\] )?(?:change_dir|link_stat) "[^"]*"(?: \(in [^)]*\))? failed: No such file or directory/m,
    ['UpstreamMissing', 'The upstream has no such directory; check spec.config.upstream'],
  ],
  [
    /(?:getaddrinfo|Name or service not known|name resolution)/,
    ['UpstreamUnreachable', "The upstream's name is not known"],
  ],
  [
    /(?:did not see server greeting|connection unexpectedly closed|Connection reset by peer|Connection refused|No route to host|Network is unreachable|Connection timed out)/,
    ['UpstreamUnreachable', 'The upstream cannot be reached, or hung up'],
  ],
];
