/** The first key above every key with this prefix; keys are ASCII. */
export function prefixEnd(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

/** The first key above `key`. */
export function keyAfter(key: string): string {
  return `${key}\0`;
}
