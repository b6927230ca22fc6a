import type { Readable, Writable } from 'node:stream';

/** A client's ends of a remote command; those it did not ask for are absent. */
export interface CommandChannels {
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  readonly stderr?: Writable;
  /** Takes one Status in JSON: how the command ended. */
  readonly error: Writable;
  /** Resolves when the client is gone. */
  readonly closed: Promise<void>;
  /** Ends the connection after all that was written. */
  close(): void;
}
