import { PassThrough, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { CommandChannels } from './command-channels.ts';
import type { CommandRequest } from './command-request.ts';

/** Subprotocols in which a message's first byte tells its channel; v5 can also end one. */
export const CHANNEL_PROTOCOLS: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, close: 255 } as const;
const NORMAL_CLOSURE = 1000;

/** A client's ends of a remote command over one WebSocket. */
export function websocketChannels(socket: WebSocket, request: CommandRequest): CommandChannels {
  const stdin = new PassThrough();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void closed.then(() => stdin.end());
  stdin.on('drain', () => socket.resume());
  // A message that is too long, or no WebSocket's: 'close' follows.
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    const [channel, ended] = data;
    if (channel === CHANNEL.close && ended === CHANNEL.stdin) stdin.end();
    if (channel !== CHANNEL.stdin || !request.stdin || stdin.writableEnded) return;
    if (!stdin.write(data.subarray(1))) socket.pause();
  });
  return {
    ...(request.stdin && { stdin }),
    ...(request.stdout && { stdout: channelWriter(socket, CHANNEL.stdout) }),
    ...(request.stderr && { stderr: channelWriter(socket, CHANNEL.stderr) }),
    error: channelWriter(socket, CHANNEL.error),
    closed,
    close: () => socket.close(NORMAL_CLOSURE),
  };
}

function channelWriter(socket: WebSocket, channel: number): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      socket.send(Buffer.concat([Buffer.from([channel]), chunk]), { binary: true }, (error) => done(error ?? null));
    },
  });
}
