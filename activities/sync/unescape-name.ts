/** Turns a name as rsync prints it, unprintable bytes as `\#ooo` (octal), back into its bytes. */
export function unescapeName(printed: string): Buffer {
  const parts = printed.split(/\\#([0-7]{3})/);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 1 ? Buffer.from([Number.parseInt(part, 8)]) : Buffer.from(part, 'utf8'))),
  );
}
