import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { consoleProgress, resolveKubectl } from '../../../deploy/local/toolchain/index.ts';
import type { TestApiserver } from '../../support/servers/test-apiserver.ts';
import { startTestApiserver } from '../../support/servers/test-apiserver.ts';
import { scenarioDifferences } from '../client-node/run-scenario.ts';
import { SCENARIOS } from '../client-node/scenarios/index.ts';
import type { Difference } from '../compare.ts';
import { defineOnBoth, DOCUMENTS } from '../documents/document-differences.ts';
import { kubectlDifferences } from '../kubectl/kubectl-differences.ts';
import type { Kubectl } from '../kubectl/run-kubectl.ts';
import { SCRIPTS } from '../kubectl/scripts/index.ts';
import { serverOf } from '../server.ts';

/** What clients meet on both servers. */
export type ClientRun = {
  /** By the names of what was run. */
  readonly found: Promise<ReadonlyMap<string, readonly Difference[]>>;
  stop(): Promise<void>;
};

/** What is run, by name. */
export const CLIENT_RUNS: readonly string[] = [
  ...SCRIPTS.map(({ name }) => `kubectl ${name}`),
  ...SCENARIOS.map(({ name }) => `client-node ${name}`),
  ...DOCUMENTS.map(({ name }) => `documents ${name}`),
];

/**
 * Runs clients on kube-apiserver and on this server as it is started for users: a process, TLS, roles, tokens.
 * @param dir for what they need, removed by the caller
 * @param run a word no other run has, for names
 */
export async function startClientRun(real: TestApiserver, dir: string, run: string): Promise<ClientRun> {
  const ours = await startTestApiserver({ dir: join(dir, 'ours'), kind: 'durasync' });
  const binary = await resolveKubectl({ env: process.env, progress: consoleProgress() });
  const kubectls = {
    real: await kubectlFor(binary, real, join(dir, 'real-home')),
    ours: await kubectlFor(binary, ours, join(dir, 'our-home')),
  };
  const servers = { real: serverOf(real.kubeconfig), ours: serverOf(ours.kubeconfig) };
  const kubeconfigs = { real: real.kubeconfig, ours: ours.kubeconfig };
  const found = foundBy([
    runInTurn('kubectl', SCRIPTS, (script) => kubectlDifferences(kubectls, script, run)),
    defineOnBoth(servers, run).then(() => runInTurn('documents', DOCUMENTS, ({ compare }) => compare(servers))),
    runInTurn('client-node', SCENARIOS, (scenario) => scenarioDifferences(kubeconfigs, scenario, run)),
  ]);
  // Whoever waits for it is told; until then nobody may be waiting.
  found.catch(() => undefined);
  return { found, stop: () => ours.stop() };
}

type Found = readonly (readonly [name: string, differences: Difference[]])[];

/** One after the other: kubectl, for one, takes a core while it runs, and there are two. */
async function runInTurn<T extends { readonly name: string }>(
  client: string,
  items: readonly T[],
  compare: (item: T) => Promise<Difference[]>,
): Promise<Found> {
  const found: [string, Difference[]][] = [];
  for (const item of items) found.push([`${client} ${item.name}`, await compare(item)]);
  return found;
}

const foundBy = async (clients: readonly Promise<Found>[]): Promise<Map<string, Difference[]>> =>
  new Map((await Promise.all(clients)).flat());

/** With nobody's configuration, and caches of its own. */
async function kubectlFor(binary: string, { kubeconfig }: TestApiserver, home: string): Promise<Kubectl> {
  await mkdir(home, { recursive: true });
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home };
  return { binary, env, flags: ['--kubeconfig', kubeconfig, '--cache-dir', join(home, 'cache')] };
}
