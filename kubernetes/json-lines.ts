/** Longest line accepted: an object is at most 3 MiB, so more is not a watch. */
const maxLineLength = 64 * 1024 * 1024;

/**
 * The values of a stream of JSON texts, one a line, however its chunks are cut (also inside a character).
 * Throws SyntaxError for a line that is not JSON and RangeError for one without end.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder();
  let partial: string[] = [];
  let partialLength = 0;
  for await (const chunk of chunks) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      partial.push(line);
      const text = partial.join('');
      partial = [];
      partialLength = 0;
      if (text.trim() !== '') yield JSON.parse(text);
    }
    partial.push(last);
    partialLength += last.length;
    if (partialLength > maxLineLength) throw new RangeError('a line of the stream is too long');
  }
  const rest = partial.join('') + decoder.decode();
  if (rest.trim() !== '') yield JSON.parse(rest);
}
