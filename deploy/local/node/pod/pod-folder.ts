import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

const PodState = Type.Object({
  uid: Type.String(),
  ip: Type.String(),
  /** Runs of containers that may have left processes behind. */
  runs: Type.Array(
    Type.Object({ id: Type.String(), pid: Type.Optional(Type.Number()), startTime: Type.Optional(Type.String()) }),
  ),
});

/** What has to survive the node process: kept in `state.json` of the pod's folder. */
export type PodState = Static<typeof PodState>;

/** Where a pod's files are. */
export interface PodFolder {
  readonly root: string;
  readonly volumes: string;
  readonly serviceAccount: string;
  readonly logs: string;
}

/** @param stateDir folder of the node */
export function podFolder(stateDir: string, pod: { namespace: string; name: string; uid: string }): PodFolder {
  const root = path.join(stateDir, 'pods', pod.uid);
  return {
    root,
    volumes: path.join(root, 'volumes'),
    serviceAccount: path.join(root, 'serviceaccount'),
    logs: path.join(stateDir, 'logs', `${pod.namespace}_${pod.name}_${pod.uid}`),
  };
}

/** Replaces the state as a whole, so that a crash leaves the old or the new one. */
export async function writePodState(stateDir: string, state: PodState): Promise<void> {
  const folder = path.join(stateDir, 'pods', state.uid);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, 'state.json.new');
  await writeFile(temporary, JSON.stringify(state), { mode: 0o600 });
  await rename(temporary, path.join(folder, 'state.json'));
}

/** States of all pods that the node ever ran and has not cleaned up. */
export async function readPodStates(stateDir: string): Promise<PodState[]> {
  const uids = await readdir(path.join(stateDir, 'pods')).catch(() => []);
  const states = await Promise.all(uids.map((uid) => readPodState(stateDir, uid)));
  return states.filter((state) => state !== undefined);
}

async function readPodState(stateDir: string, uid: string): Promise<PodState | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path.join(stateDir, 'pods', uid, 'state.json'), 'utf8'));
    return Value.Check(PodState, parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Deletes a pod's files; its persistent volumes lie elsewhere. */
export async function removePodFiles(stateDir: string, uid: string): Promise<void> {
  await rm(path.join(stateDir, 'pods', uid), { recursive: true, force: true });
  const logs = path.join(stateDir, 'logs');
  const names = await readdir(logs).catch(() => []);
  for (const name of names.filter((entry) => entry.endsWith(`_${uid}`))) {
    await rm(path.join(logs, name), { recursive: true, force: true });
  }
}
