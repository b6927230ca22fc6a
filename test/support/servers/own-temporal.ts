import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  freePorts,
  startTemporal,
  type Temporal,
  type TemporalOptions,
} from '../../../deploy/local/stack/servers/index.ts';
import { resolveTemporalBinary, silentProgress } from '../../../deploy/local/toolchain/index.ts';
import { makeTestDir } from './test-dir.ts';

/** A Temporal server that a test may stop, set back or configure, beside the shared one. Its address stays the same. */
export interface OwnTemporal {
  readonly address: string;
  /** Keeps the present state; the server is stopped meanwhile. */
  backUp(): Promise<void>;
  /** Goes on with the state that was kept last. */
  restore(): Promise<void>;
  /** Goes on with nothing. */
  wipe(): Promise<void>;
  /** Stops the server and removes its data. */
  close(): Promise<void>;
}

export async function startOwnTemporal(
  settings: NonNullable<TemporalOptions['dynamicSettings']> = {},
): Promise<OwnTemporal> {
  const binary = await resolveTemporalBinary({ env: process.env, progress: silentProgress });
  const dir = await makeTestDir();
  const [dataDir, backup] = [join(dir, 'data'), join(dir, 'backup')];
  const [port = 0] = await freePorts(1);
  const start = async (): Promise<Temporal> => {
    const started = await startTemporal({ binary, dataDir, port, dynamicSettings: settings });
    await started.ready;
    return started;
  };
  let server = await start();
  const whileStopped = async (change: () => Promise<unknown>): Promise<void> => {
    await server.stop();
    await change();
    server = await start();
  };
  const remove = (folder: string) => rm(folder, { recursive: true, force: true });
  return {
    address: server.address,
    backUp: () => whileStopped(() => remove(backup).then(() => cp(dataDir, backup, { recursive: true }))),
    restore: () => whileStopped(() => remove(dataDir).then(() => cp(backup, dataDir, { recursive: true }))),
    wipe: () => whileStopped(() => remove(dataDir)),
    close: async () => {
      await server.stop();
      await remove(dir);
    },
  };
}
