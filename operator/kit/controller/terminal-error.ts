/** An error that no retry can mend; the key rests until its object changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}
