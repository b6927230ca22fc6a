import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CommandChannels } from './command-channels.ts';
import { exitStatus, failedStatus } from './exit-status.ts';

/** A command that runs for a client. */
export interface RemoteCommand {
  /** Absent where nothing can be said to it. */
  readonly stdin?: Writable | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it is over and its output has been read. */
  readonly exited: Promise<{ readonly exitCode: number }>;
  /** Ends it with all its children; one that was only attached to goes on. */
  end(): Promise<void>;
}

/** Connects a client to a command until either is over. Never rejects. */
export async function serveCommand(channels: CommandChannels, start: () => Promise<RemoteCommand>): Promise<void> {
  const status = await start().then(
    (command) => connect(channels, command),
    (error: unknown) => failedStatus(`error executing command in container: ${(error as Error).message}`),
  );
  if (status !== undefined && channels.error.writable) await finish(channels.error, status);
  channels.close();
}

/** @returns how the command ended; undefined if the client left first */
async function connect(channels: CommandChannels, command: RemoteCommand): Promise<string | undefined> {
  const output = Promise.all([drain(command.stdout, channels.stdout), drain(command.stderr, channels.stderr)]);
  feed(channels.stdin, command.stdin);
  const over = command.exited.then(async ({ exitCode }) => {
    await output;
    return exitStatus(exitCode);
  });
  const left = channels.closed.then(async () => {
    await command.end();
    return undefined;
  });
  return Promise.race([over, left]);
}

/** Reads all of an output, also where nobody wants it, or the command would stop at a full pipe. */
async function drain(from: Readable, to: Writable | undefined): Promise<void> {
  if (to) await pipeline(from, to).catch(() => undefined);
  from.resume();
}

function feed(from: Readable | undefined, to: Writable | undefined): void {
  if (!from) return;
  if (!to) {
    from.resume();
    return;
  }
  // A command need not read to the end; the client's rest is thrown away then.
  pipeline(from, to, { end: true }).catch(() => from.resume());
}

async function finish(channel: Writable, status: string): Promise<void> {
  const written = once(channel, 'finish').catch(() => undefined);
  channel.end(status);
  await Promise.race([written, once(channel, 'close').catch(() => undefined)]);
}
