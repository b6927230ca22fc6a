import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { parse, stringify } from 'yaml';
import { applyManifests, readManifests } from '../../../deploy/local/stack/apply-manifests.ts';
import { freePorts } from '../../../deploy/local/stack/servers/index.ts';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';
import { runOperator } from '../../../operator/run-operator.ts';
import { readSettings } from '../../../operator/settings.ts';
import { startProxy, type CuttableProxy } from '../../support/cuttable-proxy.ts';
import { until } from '../../support/until.ts';
import { installDefinitions } from './install-definitions.ts';

const SYSTEM = 'durasync-system';

/** An operator under its own service account, and administrators' ways to both servers. */
export interface OperatorFixture {
  readonly admin: KubernetesClient;
  readonly temporal: Client;
  /** What the operator's connections go through. */
  readonly proxies: { readonly kubernetes: CuttableProxy; readonly temporal: CuttableProxy };
  /** Sum of a counter of the operator's over all label sets that contain `labels`, e.g. `method="PATCH"`. */
  counter(name: string, labels?: string): Promise<number>;
  stop(): Promise<void>;
}

export interface OperatorOptions {
  /** The only one it looks after: other suites have Jobs on the same servers. */
  readonly namespace: string;
  /** Default: the shared servers. */
  readonly temporalAddress?: string;
  readonly kubeconfig?: string;
  /** Added to the operator's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Installs deploy/crds and deploy/rbac and starts the operator in this process, with no rights but its own. */
export async function startOperator(options: OperatorOptions): Promise<OperatorFixture> {
  const adminFile = options.kubeconfig ?? process.env['DURASYNC_TEST_KUBECONFIG'] ?? '';
  const temporalAddress = options.temporalAddress ?? process.env['DURASYNC_TEST_TEMPORAL'] ?? '';
  const admin = createKubernetesClient({ kubeconfig: adminFile });
  await installDefinitions(admin);
  const manifests = await readManifests(join(import.meta.dirname, '../../../deploy/rbac'));
  const home = `${options.namespace}-system`;
  await applyManifests(admin, [...manifests, ...homeOf(home, manifests)]);
  const config = parse(await readFile(adminFile, 'utf8')) as Kubeconfig;
  const server = new URL(config.clusters[0]?.cluster.server ?? '');
  const proxies = {
    kubernetes: await startProxy({ host: server.hostname, port: Number(server.port) }),
    temporal: await startProxy({ host: '127.0.0.1', port: Number(temporalAddress.split(':')[1]) }),
  };
  const folder = await mkdtemp(join(tmpdir(), 'durasync-operator-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, await operatorKubeconfig(admin, config, proxies.kubernetes.port), { mode: 0o600 });
  const [port = 0] = await freePorts(1);
  const end = new AbortController();
  process.env['KUBECONFIG'] = kubeconfig;
  const own = { TEMPORAL_ADDRESS: `127.0.0.1:${proxies.temporal.port}`, HTTP_PORT: String(port), POD_NAME: 'test' };
  const env = { ...own, WATCH_NAMESPACE: options.namespace, POD_NAMESPACE: home, ...options.env };
  const level = process.env['LOG_LEVEL'] ?? 'silent';
  const running = runOperator(readSettings(env, '0.0.0'), pino({ level }), end.signal);
  const url = `http://127.0.0.1:${port}`;
  // A process that ends early fails the start with its own error.
  const started = until('the operator to be ready', async () => (await fetch(`${url}/readyz`)).ok);
  await Promise.race([started, running.then(() => started)]).catch(async (error: unknown) => {
    end.abort();
    await Promise.all([proxies.kubernetes.close(), proxies.temporal.close()]);
    throw error;
  });
  const connection = await Connection.connect({ address: temporalAddress });
  return {
    admin,
    temporal: new Client({ connection }),
    proxies,
    counter: async (name, labels = '') => sum(await (await fetch(`${url}/metrics`)).text(), name, labels),
    async stop() {
      end.abort();
      await running;
      await connection.close();
      await Promise.all([proxies.kubernetes.close(), proxies.temporal.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** A namespace for its lease and key, with its rights there: suites that run at once have a leader each. */
function homeOf(name: string, manifests: readonly KubernetesObject[]): KubernetesObject[] {
  const rights = manifests.filter(({ kind, metadata }) => kind.startsWith('Role') && metadata.namespace === SYSTEM);
  const moved = rights.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: name } }));
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, ...moved];
}

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string } }[];
  users: { name: string; user: object }[];
}

async function operatorKubeconfig(admin: KubernetesClient, config: Kubeconfig, port: number): Promise<string> {
  const path = `/api/v1/namespaces/${SYSTEM}/serviceaccounts/durasync-operator/token`;
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } };
  const { status } = await admin.post<{ status: { token: string } }>(path, request);
  return stringify({
    ...config,
    clusters: config.clusters.map(({ name, cluster }) => ({
      name,
      cluster: { ...cluster, server: `https://127.0.0.1:${port}` },
    })),
    users: config.users.map(({ name }) => ({ name, user: { token: status.token } })),
  });
}

function sum(metrics: string, name: string, labels: string): number {
  const lines = metrics.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
  return lines.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
