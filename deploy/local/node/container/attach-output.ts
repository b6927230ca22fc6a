import { PassThrough } from 'node:stream';
import type { RemoteCommand } from '../streaming/remote-command/serve-command.ts';
import type { RunningContainer } from './container-runner.ts';

/** Who reads slower than this behind is cut off: the container does not wait for those who watch it. */
const BEHIND_BYTES = 16 * 1024 * 1024;

/** What a container prints from now on, until it ends; nothing can be said to it. */
export function attachOutput({ taps, exited }: RunningContainer): RemoteCommand {
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() };
  const stop = taps.listen((stream, chunk) => {
    const output = outputs[stream];
    output.write(chunk);
    if (output.writableLength + output.readableLength > BEHIND_BYTES) end();
  });
  const end = (): void => {
    stop();
    for (const output of Object.values(outputs)) output.end();
  };
  const { promise: cut, resolve } = Promise.withResolvers<void>();
  outputs.stdout.once('finish', resolve);
  const over = Promise.race([exited, cut]).then(() => {
    end();
    return { exitCode: 0 };
  });
  return { ...outputs, exited: over, end: async () => end() };
}
