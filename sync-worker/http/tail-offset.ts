import type { FileHandle } from 'node:fs/promises';

const LF = 10;

/**
 * Finds where the last `lines` lines of a file begin, reading backwards.
 * @param chunk bytes read at a time
 * @returns a byte offset
 */
export async function tailOffset(file: FileHandle, lines: number, chunk = 64 * 1024): Promise<number> {
  const { size } = await file.stat();
  if (lines === 0) return size;
  const buffer = Buffer.allocUnsafe(chunk);
  let left = lines;
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - chunk);
    const { bytesRead } = await file.read(buffer, 0, end - start, start);
    for (
      let at = buffer.lastIndexOf(LF, bytesRead - 1);
      at !== -1;
      at = at === 0 ? -1 : buffer.lastIndexOf(LF, at - 1)
    ) {
      // The newline that ends the file begins no line.
      if (start + at === size - 1) continue;
      left -= 1;
      if (left === 0) return start + at + 1;
    }
    end = start;
  }
  return 0;
}
