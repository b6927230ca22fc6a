import { homedir } from 'node:os';
import { createTerminal } from './output/terminal.ts';
import { runCli } from './run-cli.ts';

const out = createTerminal(() => process.stdout, process.env);
const err = createTerminal(() => process.stderr, process.env);

/** `durasync … | head` is no error. */
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const code = await runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  out,
  err,
  get stdin() {
    return process.stdin;
  },
  now: Date.now,
  onInterrupt(listener) {
    process.once('SIGINT', listener).once('SIGTERM', listener);
    return () => void process.off('SIGINT', listener).off('SIGTERM', listener);
  },
});
await flushed(process.stdout);
await flushed(process.stderr);
process.exit(code);

/** Waits until what was written has left the process; exit would cut it off where writing is not synchronous. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0) return;
  await new Promise<void>((resolve) => void stream.write('', () => resolve()));
}
