import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../deploy/local/stack/servers/index.ts';
import type { ApiServerKind } from '../../../deploy/local/toolchain/index.ts';
import { core } from '../../../kubernetes/core-resources.ts';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { Node } from '../../../deploy/local/controllers/objects/cluster.ts';
import { isTrue } from '../../../deploy/local/controllers/objects/conditions.ts';
import { startTestApiserver, type TestApiserver } from '../../support/servers/test-apiserver.ts';
import { until } from '../../support/until.ts';

/** An API server of its own with a local node: other suites' Deployments must not come to life. */
export interface LocalCluster {
  readonly client: KubernetesClient;
  readonly kubeconfig: string;
  readonly stateDir: string;
  /** Starts the node process and waits until it is ready. */
  startNode(): Promise<void>;
  /** Sends SIGKILL to the node process. */
  killNode(): Promise<void>;
  /** Stops the node process as the stack does, with SIGTERM. */
  stopNode(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an API server, of this kind or the one the tests run on; the node is started by its own call. */
export async function startLocalCluster(kind?: ApiServerKind): Promise<LocalCluster> {
  const dir = await mkdtemp(path.join(tmpdir(), 'durasync-local-node-'));
  const apiserver = await startTestApiserver({ dir, hasControllers: true, ...(kind && { kind }) });
  const nodePort = await freePort();
  const client = createKubernetesClient({ kubeconfig: apiserver.kubeconfig });
  const stateDir = path.join(dir, 'node');
  const env = await nodeEnvironment(apiserver, stateDir, nodePort);
  let node: ChildProcess | undefined;
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (!node || node.exitCode !== null || node.signalCode !== null) return;
    const exited = once(node, 'exit');
    node.kill(signal);
    await exited;
  };
  return {
    client,
    kubeconfig: apiserver.kubeconfig,
    stateDir,
    async startNode() {
      const log = openSync(path.join(dir, 'node.log'), 'a');
      node = spawn(process.execPath, ['deploy/local/node/main.ts'], { env, stdio: ['ignore', log, log] });
      const pid = node.pid ?? 0;
      await until('the node to be ready', async () => {
        if (node?.exitCode !== null) throw new Error(await readFile(path.join(dir, 'node.log'), 'utf8'));
        const text = await readFile(path.join(dir, 'node.log'), 'utf8');
        if (
          !text.includes(`"pid":${pid},`) ||
          !text.split(`"pid":${pid},`).some((part) => part.includes('node is ready'))
        )
          return false;
        return isTrue((await client.get<Node>(core.nodes, { name: 'local' })).status?.conditions, 'Ready');
      });
    },
    killNode: () => end('SIGKILL'),
    stopNode: () => end('SIGTERM'),
    async stop() {
      await end('SIGTERM');
      await apiserver.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function nodeEnvironment(
  apiserver: TestApiserver,
  stateDir: string,
  port: number,
): Promise<Record<string, string>> {
  await mkdir(stateDir, { recursive: true });
  const serving = await apiserver.pki.issue('node', { commonName: 'system:node:local', hosts: ['127.0.0.1'] });
  const images = path.join(stateDir, 'images.json');
  await writeFile(
    images,
    JSON.stringify({ 'test/shell': { entrypoint: ['/bin/sh', '-c'], env: { FROM_IMAGE: 'yes' } } }),
  );
  return {
    PATH: process.env['PATH'] ?? '',
    KUBECONFIG: apiserver.kubeconfig,
    NODE_STATE_DIR: stateDir,
    NODE_PORT: String(port),
    NODE_CONTROLLERS: ['*', ...apiserver.controllersInside.map((name) => `-${name}`)].join(','),
    NODE_TLS_CERT: serving.certFile,
    NODE_TLS_KEY: serving.keyFile,
    NODE_CLIENT_CA: apiserver.pki.authority.certFile,
    NODE_IMAGES: images,
    // A range of its own: a stack on this machine may use the default one.
    NODE_POD_CIDR: '127.78.0.0/16',
    NODE_RESTART_BACKOFF: '200ms',
    NODE_VOLUME_REFRESH: '500ms',
  };
}
