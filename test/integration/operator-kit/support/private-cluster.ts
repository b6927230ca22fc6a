import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, startEtcd, startKubeApiserver } from '../../../../deploy/local/stack/servers/index.ts';
import type { Etcd, KubeApiserver } from '../../../../deploy/local/stack/servers/index.ts';
import { resolveKubernetesBinaries, silentProgress } from '../../../../deploy/local/toolchain/index.ts';

/** An API server that a test may kill. */
export interface PrivateCluster {
  readonly kubeconfig: string;
  readonly port: number;
  /** SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Let etcd forget all versions but the present one. */
  compact(): Promise<void>;
  /** Write a kubeconfig that goes to another port. */
  kubeconfigTo(port: number): Promise<string>;
  close(): Promise<void>;
}

/** Start etcd and kube-apiserver for one suite. */
export async function startPrivateCluster(): Promise<PrivateCluster> {
  const binaries = await resolveKubernetesBinaries({ env: process.env, progress: silentProgress });
  const directory = await mkdtemp(path.join(tmpdir(), 'durasync-private-'));
  const port = await freePort();
  const etcd = await startEtcd({ binary: binaries.etcd, dataDir: path.join(directory, 'etcd'), fsync: false });
  await etcd.ready;
  const launch = async (): Promise<KubeApiserver> => {
    const dataDir = path.join(directory, 'kubernetes');
    const server = await startKubeApiserver({ binary: binaries.apiserver, etcd, dataDir, port });
    await server.ready;
    return server;
  };
  let server = await launch();
  return {
    kubeconfig: server.kubeconfig,
    port,
    async kill() {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
    async start() {
      server = await launch();
    },
    compact: () => compact(etcd),
    async kubeconfigTo(other) {
      const file = path.join(directory, `${other}.kubeconfig`);
      await writeFile(file, (await readFile(server.kubeconfig, 'utf8')).replace(`:${port}`, `:${other}`), {
        mode: 0o600,
      });
      return file;
    },
    async close() {
      await server.stop();
      await etcd.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** By etcd's JSON gateway, as `etcdctl compact` does by gRPC. */
async function compact(etcd: Etcd): Promise<void> {
  const status = (await postToEtcd(etcd, '/v3/maintenance/status', {})) as { header: { revision: string } };
  await postToEtcd(etcd, '/v3/kv/compaction', { revision: status.header.revision, physical: true });
}

async function postToEtcd(etcd: Etcd, route: string, body: unknown): Promise<unknown> {
  const ca = await readFile(etcd.caFile);
  return new Promise((resolve, reject) => {
    const { cert, key } = etcd.client;
    const request = https.request(etcd.url + route, { method: 'POST', ca, cert, key, timeout: 10_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`etcd answered ${response.statusCode}: ${text}`));
      });
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}
