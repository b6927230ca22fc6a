import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, startTemporal } from '../../../deploy/local/stack/servers/index.ts';
import { consoleProgress, resolveTemporalBinary } from '../../../deploy/local/toolchain/index.ts';
import { startTestApiserver } from './test-apiserver.ts';
import { makeTestDir } from './test-dir.ts';

/** Real servers for one run of the tests, with nobody's data in them. */
export type TestServers = {
  /** A file; group system:masters. */
  readonly kubeconfig: string;
  /** `host:port`; namespace `default` with the project's search attributes. */
  readonly temporalAddress: string;
  /** Stops the servers and removes their data. May be called again. */
  stop(): Promise<void>;
};

/**
 * Starts a Kubernetes API server and Temporal on free ports in a folder of their own. Always servers of its own: a
 * KUBECONFIG or TEMPORAL_ADDRESS of the user's is not looked at. Leaves nothing behind when it fails.
 * @param onStarting given the way to stop, before the first server starts
 */
export async function startTestServers(onStarting: (stop: () => Promise<void>) => void): Promise<TestServers> {
  // Before anything is started: it may have to be built, and a build uses every core.
  const binary = await resolveTemporalBinary({ env: process.env, progress: consoleProgress() });
  const dir = await makeTestDir();
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const server of [...started].reverse()) await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
  onStarting(stop);
  try {
    const apiserver = await startTestApiserver({ dir });
    started.push(apiserver);
    const temporal = await startTemporal({ binary, dataDir: join(dir, 'temporal'), port: await freePort() });
    started.push(temporal);
    await temporal.ready;
    return { kubeconfig: apiserver.kubeconfig, temporalAddress: temporal.address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
