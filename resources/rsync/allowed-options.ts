/** Whether an option stands alone or takes a value. */
export type OptionShape = 'flag' | 'value';

const shapes = (shape: OptionShape, names: string): [string, OptionShape][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, shape]);

/**
 * Options of rsync(1) 3.2–3.5 that a Job may add: those that only choose what is transferred and how.
 * All others are refused, because a new rsync may bring an option that reaches outside the mirror.
 */
export const ALLOWED_LONG: ReadonlyMap<string, OptionShape> = new Map([
  ...shapes(
    'flag',
    `verbose checksum archive recursive motd update links copy-links copy-unsafe-links safe-links munge-links copy-dirlinks
     hard-links perms executability acls xattrs owner group devices specials times atimes open-noatime crtimes
     omit-dir-times omit-link-times sparse preallocate whole-file one-file-system existing ignore-non-existing
     ignore-existing ignore-errors force delete delete-after delete-excluded delay-updates prune-empty-dirs numeric-ids
     ignore-times size-only fuzzy compress old-compress new-compress cvs-exclude old-args secluded-args protect-args
     trust-sender inc-recursive i-r blocking-io fsync ipv4 ipv6 super fake-super stats 8-bit-output itemize-changes
     human-readable partial drop-D implied-dirs`,
  ),
  ...shapes(
    'value',
    `timeout contimeout bwlimit max-size min-size max-alloc modify-window exclude include filter
     chmod chown usermap groupmap block-size checksum-choice cc checksum-seed compress-choice zc compress-level zl
     compress-threads zt skip-compress address port sockopts protocol iconv`,
  ),
]);

export const ALLOWED_SHORT: ReadonlyMap<string, OptionShape> = new Map([
  ...shapes('flag', 'v c a r u l L k H p E A X o g D t U N O J S W x I y z C s 4 6 h m 8 i'),
  ...shapes('value', 'B @ f'),
]);

/** Options that may be turned off with `--no-…`, beside the short letters above. */
export const NEGATABLE: ReadonlySet<string> = new Set(
  `verbose motd links copy-links copy-dirlinks hard-links perms executability acls xattrs owner group devices specials D
   times atimes open-noatime crtimes omit-dir-times omit-link-times sparse preallocate whole-file one-file-system checksum
   ignore-errors force delay-updates prune-empty-dirs numeric-ids ignore-times size-only fuzzy compress update
   inc-recursive i-r implied-dirs fsync super secluded-args human-readable itemize-changes 8-bit-output recursive`.split(
    /\s+/,
  ),
);

const OUTSIDE = 'it reads or writes outside the mirror';
const OUTPUT = "Durasync reads rsync's output itself";
const ORDER = 'deletions come last, so that visitors find the old files until the new ones are there';
const GUARD = 'it would undo the guard against mass deletion';
const TREE = 'the mirror must equal its upstream';

/** Why well-known options are refused; shown to the user. */
export const REFUSED_REASON: Readonly<Record<string, string>> = {
  rsh: 'it runs a program',
  e: 'it runs a program',
  'rsync-path': 'it runs a program',
  'remote-option': 'it runs options on the other side',
  M: 'it runs options on the other side',
  'temp-dir': OUTSIDE,
  T: OUTSIDE,
  'backup-dir': OUTSIDE,
  'compare-dest': OUTSIDE,
  'copy-dest': OUTSIDE,
  'link-dest': OUTSIDE,
  'log-file': OUTSIDE,
  'files-from': OUTSIDE,
  'write-batch': OUTSIDE,
  'only-write-batch': OUTSIDE,
  'read-batch': OUTSIDE,
  'early-input': OUTSIDE,
  'keep-dirlinks': OUTSIDE,
  K: OUTSIDE,
  'insecure-links': OUTSIDE,
  'exclude-from': 'use spec.config.exclude, or spec.config.excludeFile for a file on the volume',
  'include-from': 'any file of the worker could be sent to the upstream; use --include',
  'password-file': 'use spec.config.credentials',
  'max-delete': 'use spec.config.maxDelete',
  'delete-missing-args': GUARD,
  'ignore-missing-args': GUARD,
  'delete-before': ORDER,
  'delete-during': ORDER,
  'delete-delay': ORDER,
  del: ORDER,
  'dry-run': 'nothing would be fetched',
  n: 'nothing would be fetched',
  'list-only': 'nothing would be fetched',
  quiet: OUTPUT,
  q: OUTPUT,
  progress: OUTPUT,
  P: OUTPUT,
  info: OUTPUT,
  debug: OUTPUT,
  outbuf: OUTPUT,
  stderr: OUTPUT,
  'out-format': OUTPUT,
  backup: TREE,
  b: TREE,
  'partial-dir': `partial files are kept in .~tmp~ already`,
  inplace: 'it conflicts with --delay-updates',
  append: 'it conflicts with --delay-updates',
  'append-verify': 'it conflicts with --delay-updates',
};
