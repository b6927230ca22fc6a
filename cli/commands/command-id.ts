/**
 * A new id for a command. It must be unique, not unguessable; node:crypto would cost 4 ms before the request.
 * Time, process and 52 random bits: two of the same process within a millisecond differ by the last.
 */
export function newCommandId(): string {
  const random = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER).toString(36);
  return `cli-${Date.now().toString(36)}-${process.pid.toString(36)}-${random}`;
}
