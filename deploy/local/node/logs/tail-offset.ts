import { readSync } from 'node:fs';

const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Where the last `lines` lines of a file begin, and how many lines that are (fewer when the file has fewer). */
export function tailOffset(
  fd: number,
  size: number,
  lines: number,
): { readonly offset: number; readonly lines: number } {
  if (lines === 0 || size === 0) return { offset: size, lines: 0 };
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let found = 0;
  for (let end = size; end > 0; end -= CHUNK_BYTES) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const length = readSync(fd, chunk, 0, end - start, start);
    for (let index = length - 1; index >= 0; index--) {
      // The newline at the very end closes the last line and begins none.
      if (chunk[index] !== NEWLINE || start + index === size - 1) continue;
      found += 1;
      if (found === lines) return { offset: start + index + 1, lines };
    }
  }
  return { offset: 0, lines: found + 1 };
}
