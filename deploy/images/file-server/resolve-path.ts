import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Directory of rsync's unfinished files, which are nobody's business. */
const HIDDEN = '.~tmp~';

/**
 * Finds the file that a request means.
 * @param root real path of the served directory
 * @param path of the URL, percent-encoded
 * @returns its real path; undefined when there is none inside the root, e.g. behind a link that leads out
 */
export async function resolvePath(root: string, path: string): Promise<string | undefined> {
  const decoded = decode(path);
  if (decoded === undefined || decoded.includes('\0')) return undefined;
  const segments = decoded.split('/').filter((segment) => segment !== '');
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === HIDDEN)) return undefined;
  const real = await realpath(join(root, ...segments)).catch(() => undefined);
  return real === root || real?.startsWith(root + sep) ? real : undefined;
}

/** True for names that a listing leaves out. */
export const isHidden = (name: string): boolean => name === HIDDEN;

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
