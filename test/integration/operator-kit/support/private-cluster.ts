import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestApiserver } from '../../../support/servers/test-apiserver.ts';

/** An API server that a test may kill. */
export interface PrivateCluster {
  readonly kubeconfig: string;
  readonly port: number;
  /** SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Between `kill` and `start`: forget all versions of objects but the present one. */
  compact(): Promise<void>;
  /** Write a kubeconfig that goes to another port. */
  kubeconfigTo(port: number): Promise<string>;
  close(): Promise<void>;
}

/** Start an API server for one suite. */
export async function startPrivateCluster(): Promise<PrivateCluster> {
  const directory = await mkdtemp(path.join(tmpdir(), 'durasync-private-'));
  const server = await startTestApiserver({ dir: directory });
  const { kubeconfig, port } = server;
  return {
    kubeconfig,
    port,
    kill: () => server.kill(),
    start: () => server.start(),
    compact: () => server.compact(),
    async kubeconfigTo(other) {
      const file = path.join(directory, `${other}.kubeconfig`);
      const text = await readFile(kubeconfig, 'utf8');
      await writeFile(file, text.replace(`:${port}`, `:${other}`), { mode: 0o600 });
      return file;
    },
    async close() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
