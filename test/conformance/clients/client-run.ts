import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { consoleProgress, resolveKubectl } from '../../../deploy/local/toolchain/index.ts';
import type { TestApiserver } from '../../support/servers/test-apiserver.ts';
import { startTestApiserver } from '../../support/servers/test-apiserver.ts';
import { scenarioDifferences } from '../client-node/run-scenario.ts';
import { SCENARIOS } from '../client-node/scenarios/index.ts';
import type { Difference } from '../compare.ts';
import { DOCUMENTS } from '../documents/document-differences.ts';
import { kubectlDifferences } from '../kubectl/kubectl-differences.ts';
import type { Kubectl } from '../kubectl/run-kubectl.ts';
import { SCRIPTS } from '../kubectl/scripts/index.ts';
import { protobufDifferences } from '../protobuf/protobuf-differences.ts';
import { serverOf } from '../server.ts';

/** What clients meet on both servers. */
export type ClientRun = {
  /** By the names of what was run. */
  readonly found: Promise<ReadonlyMap<string, readonly Difference[]>>;
  /** Runs nothing more. */
  stop(): Promise<void>;
};

/** What is run, by name. */
export const CLIENT_RUNS: readonly string[] = [
  ...SCRIPTS.map(({ name }) => `kubectl ${name}`),
  ...SCENARIOS.map(({ name }) => `client-node ${name}`),
  ...DOCUMENTS.map(({ name }) => `documents ${name}`),
  'protobuf bodies',
];

type Job = { readonly name: string; readonly run: () => Promise<Difference[]> };

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
  const ofKubectl = jobs('kubectl', SCRIPTS, (script) => kubectlDifferences(kubectls, script, run));
  const ofOthers = [
    { name: 'protobuf bodies', run: () => protobufDifferences(servers, run) },
    ...jobs('documents', DOCUMENTS, ({ compare }) => compare(servers, run)),
    ...jobs('client-node', SCENARIOS, (scenario) => scenarioDifferences(kubeconfigs, scenario, run)),
  ];
  const isStopped = { value: false };
  // kubectl takes a core while it runs, and there are two.
  const found = Promise.all([ofKubectl, ofOthers].map((list) => runInTurn(list, isStopped)));
  return {
    found: found.then((lists) => new Map(lists.flat())),
    stop: async () => {
      isStopped.value = true;
      await found;
      await ours.stop();
    },
  };
}

const jobs = <T extends { readonly name: string }>(
  client: string,
  items: readonly T[],
  compare: (item: T) => Promise<Difference[]>,
): Job[] => items.map((item) => ({ name: `${client} ${item.name}`, run: () => compare(item) }));

/** One after the other; what fails is a difference too. */
async function runInTurn(
  list: readonly Job[],
  isStopped: { readonly value: boolean },
): Promise<(readonly [string, Difference[]])[]> {
  const found: (readonly [string, Difference[]])[] = [];
  for (const { name, run } of list) {
    if (isStopped.value) break;
    const failed = (error: unknown): Difference[] => [{ where: name, what: 'error', real: '', ours: String(error) }];
    found.push([name, await run().catch(failed)]);
  }
  return found;
}

/** With nobody's configuration, and caches of its own. */
async function kubectlFor(binary: string, { kubeconfig }: TestApiserver, home: string): Promise<Kubectl> {
  await mkdir(home, { recursive: true });
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home };
  return { binary, env, flags: ['--kubeconfig', kubeconfig, '--cache-dir', join(home, 'cache')] };
}
