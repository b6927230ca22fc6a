import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManagedProcess } from '../../../deploy/local/stack/servers/index.ts';
import { freePorts, startEtcd, startKubeApiserver, startTemporal } from '../../../deploy/local/stack/servers/index.ts';
import type { BuildContext } from '../../../deploy/local/toolchain/index.ts';
import {
  consoleProgress,
  resolveKubernetesBinaries,
  resolveTemporalBinary,
} from '../../../deploy/local/toolchain/index.ts';
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
 * Starts etcd, kube-apiserver and Temporal on free ports in a folder of their own. Always servers of its own: a
 * KUBECONFIG or TEMPORAL_ADDRESS of the user's is not looked at. Leaves nothing behind when it fails.
 * @param onStarting given the way to stop, before the first server starts
 */
export async function startTestServers(onStarting: (stop: () => Promise<void>) => void): Promise<TestServers> {
  const context: BuildContext = { env: process.env, progress: consoleProgress() };
  // One after the other: both may have to be built, and a build uses every core.
  const kubernetes = await resolveKubernetesBinaries(context);
  const temporal = await resolveTemporalBinary(context);
  const dir = await makeTestDir();
  const started: ManagedProcess[] = [];
  const stop = async (): Promise<void> => {
    // etcd comes last: an API server without it waits for it before it ends.
    for (const server of [...started].reverse()) await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
  onStarting(stop);
  const add = <T extends ManagedProcess>(server: T): T => {
    started.push(server);
    return server;
  };
  try {
    const [kubePort = 0, temporalPort = 0] = await freePorts(2);
    // A killed etcd loses nothing without fsync; only a loss of power would, and no test survives that anyway.
    const etcd = add(await startEtcd({ binary: kubernetes.etcd, dataDir: join(dir, 'etcd'), fsync: false }));
    const temporalServer = add(
      await startTemporal({ binary: temporal, dataDir: join(dir, 'temporal'), port: temporalPort }),
    );
    await etcd.ready;
    const apiserver = add(
      await startKubeApiserver({
        binary: kubernetes.apiserver,
        etcd,
        dataDir: join(dir, 'kubernetes'),
        port: kubePort,
      }),
    );
    await Promise.all([apiserver.ready, temporalServer.ready]);
    return { kubeconfig: apiserver.kubeconfig, temporalAddress: temporalServer.address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
