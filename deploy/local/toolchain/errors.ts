/** A step of the toolchain that failed, told so that a person can act: what, why, and what to do about it. */
export class ToolchainError extends Error {
  override readonly name = 'ToolchainError';
  readonly what: string;
  readonly why: string;
  readonly remedy: string;

  /**
   * @param what the step that failed, e.g. "Building etcd 3.6.16"
   * @param why the cause; may span lines (the last lines of a command's output)
   * @param remedy what the reader should do next
   */
  constructor(what: string, why: string, remedy: string) {
    super(`${what} failed.\n  Why: ${indent(why)}\n  What to do: ${indent(remedy)}`);
    this.what = what;
    this.why = why;
    this.remedy = remedy;
  }
}

function indent(text: string): string {
  return text.trim().split('\n').join('\n    ');
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
