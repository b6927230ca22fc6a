/** The first dotted version in a text, e.g. `etcd Version: 3.6.16` → `[3, 6, 16]`; undefined when there is none. */
export function versionIn(text: string): readonly number[] | undefined {
  return /\d+(?:\.\d+)+/.exec(text)?.[0].split('.').map(Number);
}

/** Whether a version is the minimum or newer; missing parts count as 0. */
export function isAtLeast(version: readonly number[], minimum: readonly number[]): boolean {
  const length = Math.max(version.length, minimum.length);
  for (let i = 0; i < length; i += 1) {
    const difference = (version[i] ?? 0) - (minimum[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
