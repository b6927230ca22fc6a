import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findOnPath } from '../toolchain/find-on-path.ts';
import { resolveKubectl, resolveRsync, type Progress } from '../toolchain/index.ts';
import { applyManifests, readManifests } from './apply-manifests.ts';
import { buildApart } from './build-apart.ts';
import { chooseKubernetes } from './choose-api-server.ts';
import { startSampleUpstream } from './sample-upstream.ts';
import { privateDir, writePrivateFile } from './servers/private-files.ts';
import { run, type StackContext } from './stack-context.ts';
import { stackPorts, type PortPreference } from './stack-ports.ts';
import { startComponents } from './start-components.ts';
import { startKubernetes, type LocalKubernetes } from './start-kubernetes.ts';
import { startLocalTemporal, type LocalTemporal } from './start-temporal.ts';
import { stateDir } from './state-dir.ts';
import type { SupervisorEvents } from './supervise.ts';

export interface StackOptions {
  /** Root of the project. */
  readonly root: string;
  /** Folder that holds all state; made when missing. */
  readonly stateDir: string;
  /** Start the sample upstream, and apply the sample Jobs at the first start. */
  readonly samples: boolean;
  /** Default `usual`. */
  readonly ports?: PortPreference;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  readonly events: SupervisorEvents;
}

/** A running stack. */
export interface Stack {
  readonly apiUrl: string;
  readonly temporal: LocalTemporal;
  readonly kubernetes: LocalKubernetes;
  /** A kubectl that runs: `kubectl` when it is on the PATH, else the path of one in the state folder. */
  readonly kubectl: string;
  /** `rsync://127.0.0.1:<port>` of the sample upstream, null without samples. */
  readonly upstreamUrl: string | null;
  /** Process ids by part; a part between crash and restart is missing. */
  pids(): Map<string, number>;
  /** Stops everything, last started first. */
  stop(): Promise<void>;
}

/**
 * Starts the whole of Durasync on this machine and waits until all of it is ready. Goes on where the last start on the
 * same state folder stopped.
 * @throws the first failure, after stopping what was started
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = stateDir(options.stateDir);
  await privateDir(dir.root);
  const context: StackContext = {
    ...options,
    dir,
    dist: join(options.root, 'dist'),
    ports: await stackPorts(dir.ports, options.ports),
    running: [],
  };
  try {
    return await startAll(context, options);
  } catch (error) {
    await stopAll(context);
    throw error;
  }
}

async function startAll(context: StackContext, { samples, progress, root }: StackOptions): Promise<Stack> {
  const { dir, ports } = context;
  const rsync = await resolveRsync(context);
  const kubectl = await provideKubectl(context);
  const { source, title } = await chooseKubernetes(context);
  await progress('Building Durasync', () => buildApart(root));
  const [kubernetes, temporal] = await progress(`Starting ${title} and Temporal`, () =>
    Promise.all([startKubernetes(context, source), startLocalTemporal(context)]),
  );
  const own = kubernetes.pki !== null;
  const where = own ? '' : ` with the cluster ${kubernetes.server} that KUBECONFIG names (no samples there)`;
  await progress(`Starting Durasync${where}`, async () => {
    await applyManifests(kubernetes.client, await readManifests(join(root, 'deploy/crds')));
    await applyManifests(kubernetes.client, await readManifests(join(root, 'deploy/rbac')));
    await startComponents(context, kubernetes, temporal);
  });
  const apiUrl = `http://127.0.0.1:${ports.api}`;
  await writeCliConfig(context, apiUrl, kubernetes.adminToken);
  // The sample upstream listens on this machine only, where pods of another cluster cannot reach it.
  const withSamples = samples && own;
  if (withSamples) {
    await run(context, 'sample-upstream', () =>
      startSampleUpstream({ rsync, dataDir: dir.upstream, port: ports.upstream }),
    );
    await applySamples(context, kubernetes);
  }
  return {
    apiUrl,
    temporal,
    kubernetes,
    kubectl,
    upstreamUrl: withSamples ? `rsync://127.0.0.1:${ports.upstream}` : null,
    pids: () => new Map(context.running.flatMap((part) => pidEntry(part.name, part.pid()))),
    stop: () => stopAll(context),
  };
}

/** A kubectl that had to be built lies in the cache, where nobody would look for it. */
async function provideKubectl(context: StackContext): Promise<string> {
  const path = await resolveKubectl(context);
  if (path === (await findOnPath('kubectl', context.env))) return 'kubectl';
  await mkdir(dirname(context.dir.kubectl), { recursive: true });
  await rm(context.dir.kubectl, { force: true });
  await symlink(path, context.dir.kubectl);
  return context.dir.kubectl;
}

const pidEntry = (name: string, pid: number | undefined): [string, number][] =>
  pid === undefined ? [] : [[name, pid]];

/**
 * The node goes first, while the API server still takes the end of its pods; then the rest, last started first.
 */
async function stopAll({ running }: StackContext): Promise<void> {
  const servers = ['etcd', 'kube-apiserver', 'apiserver', 'temporal'];
  await Promise.all(running.filter(({ name }) => !servers.includes(name)).map((part) => part.stop()));
  for (const part of running.filter(({ name }) => servers.includes(name)).reverse()) await part.stop();
}

async function writeCliConfig({ dir }: StackContext, server: string, token: string | null): Promise<void> {
  const tokenFile = join(dir.credentials, 'admin.token');
  if (token !== null) await writePrivateFile(tokenFile, token);
  const config = { server, ...(token !== null && { tokenFile }) };
  await writePrivateFile(dir.cliConfig, `${JSON.stringify(config, undefined, 2)}\n`);
}

/** Once: samples that the user has deleted must not come back with the next start. */
async function applySamples({ dir, root, ports }: StackContext, { client }: LocalKubernetes): Promise<void> {
  if (existsSync(dir.samplesApplied)) return;
  const samples = await readManifests(join(root, 'deploy/samples'));
  const text = JSON.stringify(samples).replaceAll('rsync://127.0.0.1:8873/', `rsync://127.0.0.1:${ports.upstream}/`);
  await applyManifests(client, JSON.parse(text) as typeof samples);
  await writeFile(dir.samplesApplied, '');
}
