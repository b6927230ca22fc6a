/** Where a volume lies inside the container and on this host; both absolute. */
export interface Mount {
  readonly mountPath: string;
  readonly hostPath: string;
}

// What may stand before a path: nothing, `--flag=`, `x,`, a quote, `file://`, or an absolute path of a list such as `/a:/b`.
// A lone colon is none of them: `host:/data` names a path on another machine.
const BEFORE = /(?:^|[=,;\s"'([{<>|&]|file:\/\/|(?:^|[=,;\s"'])\/[^=,;\s"']*:)$/;
// What may follow the mount path itself: a deeper path or the end of the word.
const AFTER = /[/=:,;\s"')\]}<>|&]/;

/**
 * Rewrites container paths to the host's. A process has no mount namespace of its own here, so every mention of a
 * `mountPath`, alone or followed by `/…`, at the start of the text or of a word in it, becomes the host folder; of nested
 * mounts the deepest wins. Paths that a program builds itself, or reads from a file, are not seen.
 */
export function translatePaths(text: string, mounts: readonly Mount[]): string {
  const deepestFirst = [...mounts].map(withoutSlash).sort((a, b) => b.mountPath.length - a.mountPath.length);
  let result = '';
  let index = 0;
  while (index < text.length) {
    const mount = startsWord(text, index) ? deepestFirst.find((candidate) => isAt(text, index, candidate)) : undefined;
    result += mount ? mount.hostPath : text.charAt(index);
    index += mount ? mount.mountPath.length : 1;
  }
  return result;
}

const withoutSlash = ({ mountPath, hostPath }: Mount): Mount => ({
  mountPath: mountPath.length > 1 ? mountPath.replace(/\/+$/, '') : mountPath,
  hostPath,
});

function startsWord(text: string, index: number): boolean {
  return text.charAt(index) === '/' && BEFORE.test(text.slice(0, index));
}

function isAt(text: string, index: number, { mountPath }: Mount): boolean {
  if (mountPath === '/' || !text.startsWith(mountPath, index)) return false;
  const next = text.charAt(index + mountPath.length);
  return next === '' || AFTER.test(next);
}
