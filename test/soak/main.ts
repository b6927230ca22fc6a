/**
 * npm run soak -- [--minutes 60]
 *
 * Starts the API server and lets the informers of client-go, controller-runtime, @kubernetes/client-node and the operator
 * kit follow it through churn and disturbances. Tells each phase as a line of JSON; exits 1 if any event was missed or any
 * cache differs from the server. Needs Go.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { freePort } from '../../deploy/local/stack/servers/index.ts';
import { findGo } from '../../deploy/local/toolchain/go-toolchain.ts';
import type { Body } from '../support/apiserver/json-client.ts';
import { JsonClient } from '../support/apiserver/json-client.ts';
import { ServerProcess } from '../support/apiserver/server-process.ts';
import { startProxy } from '../support/cuttable-proxy.ts';
import { until } from '../support/until.ts';
import { Churn } from './churn.ts';
import { Observer } from './observer.ts';
import { DEFINITIONS, pathOf, SOAK_KINDS, SOAK_NAMESPACES, soakDefinition } from './soak-kinds.ts';
import type { PhaseReport } from './soak-run.ts';
import { SoakRun } from './soak-run.ts';

const WRITE_INTERVAL_MS = 150;
const COMPACTION = { flag: '15s', isolationMs: 40_000 };
const LIBRARIES_IN_GO = 2;
const LIBRARIES_IN_NODE = 2;

const { minutes } = new Command('soak').option('--minutes <n>', 'how long', '60').parse().opts<{ minutes: string }>();
const endAt = Date.now() + Number(minutes) * 60_000;
const faults: string[] = [];
const startedAt = Date.now();
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

function onPhase(report: PhaseReport): void {
  faults.push(...report.faults);
  const [restarts, shown] = [report.restarts.slice(0, 3), report.faults.slice(0, 20)];
  say({ seconds: Math.round((Date.now() - startedAt) / 1000), ...report, restarts, faults: shown });
}

async function buildObserver(dir: string): Promise<string> {
  const binary = join(dir, 'soak');
  const go = await findGo('Building the soak', '1.24.0');
  const cwd = fileURLToPath(new URL('go', import.meta.url));
  await promisify(execFile)(go, ['build', '-o', binary, '.'], { cwd, timeout: 20 * 60_000 });
  return binary;
}

function kubeconfig(url: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'soak', cluster: { server: url } }],
    users: [{ name: 'soak', user: {} }],
    contexts: [{ name: 'soak', context: { cluster: 'soak', user: 'soak' } }],
    'current-context': 'soak',
  });
}

async function prepare(client: JsonClient): Promise<ReadonlyMap<string, Body>> {
  for (const name of SOAK_NAMESPACES) {
    await client.send({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name } } });
  }
  await client.send({ method: 'POST', path: DEFINITIONS, body: soakDefinition([]) });
  const lists = new Map<string, Body>();
  for (const kind of SOAK_KINDS) {
    const answer = await until(`${kind.plural} to be served`, async () => {
      const { status, body } = await client.send({ method: 'GET', path: pathOf(kind) });
      return status === 200 && body;
    });
    lists.set(kind.plural, answer);
  }
  return lists;
}

async function soak(dir: string): Promise<void> {
  const port = await freePort();
  const flags = [`--file-rootpath=${join(dir, 'store')}`, `--compaction-interval=${COMPACTION.flag}`];
  const server = new ServerProcess(dir, { port, flags });
  const proxy = await startProxy({ host: '127.0.0.1', port });
  const client = new JsonClient(server.url);
  const binary = await buildObserver(dir);
  const observers: Observer[] = [];
  process.once('SIGTERM', () => void server.kill('SIGTERM').finally(() => process.exit(143)));
  try {
    server.spawn();
    await server.ready();
    const lists = await prepare(client);
    const url = `http://127.0.0.1:${proxy.port}`;
    const configFile = join(dir, 'kubeconfig');
    await writeFile(configFile, kubeconfig(url));
    const go = { informers: LIBRARIES_IN_GO * SOAK_KINDS.length, logFile: join(dir, 'observers.log') };
    const node = [process.execPath, fileURLToPath(new URL('observe-node.ts', import.meta.url)), url, configFile];
    observers.push(
      new Observer([binary, '-server', url], { ...go, env: {} }),
      // The same with the initial state as a watch's first events instead of a list.
      new Observer([binary, '-server', url, '-suffix', '-watchlist'], {
        ...go,
        env: { KUBE_FEATURE_WatchListClient: 'true' },
      }),
      new Observer(node, { ...go, informers: LIBRARIES_IN_NODE * SOAK_KINDS.length, env: {} }),
    );
    const churn = new Churn(client, { random: Math.random, intervalMs: WRITE_INTERVAL_MS });
    const stage = { proxy, server, client, isolationMs: COMPACTION.isolationMs };
    const steadyMs = Math.min(60_000, Number(minutes) * 5_000);
    const run = new SoakRun({ stage, churn, observers, steadyMs, onPhase }, lists);
    await run.run(endAt);
    run.stop();
  } finally {
    await Promise.all(observers.map((observer) => observer.stop()));
    await proxy.close();
    await server.kill('SIGTERM');
    client.close();
  }
}

const dir = await mkdtemp(join(tmpdir(), 'soak-'));
await soak(dir).catch((error: unknown) => faults.push(String((error as Error).stack)));
say({ verdict: faults.length === 0 ? 'passed' : 'failed', faults: faults.slice(0, 50), dir });
if (faults.length === 0) await rm(dir, { recursive: true });
else process.exitCode = 1;
