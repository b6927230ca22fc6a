import { setTimeout as sleep } from 'node:timers/promises';
import { core } from '../../../../kubernetes/core-resources.ts';
import { isConflict, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import { isFinished } from '../../controllers/objects/pod-conditions.ts';
import type { Pod } from '../../controllers/objects/pod.ts';
import { killAll } from '../container/process-table.ts';
import type { NodeContext } from '../node-context.ts';
import { readPodStates, removePodFiles } from './pod-folder.ts';
import { PodWorker } from './pod-worker.ts';

const DELETE_ATTEMPTS = 600;
const DELETE_RETRY_MS = 1_000;

/** Runs the pods that are bound to this node. */
export class PodManager {
  readonly #context: NodeContext;
  readonly #workers = new Map<string, PodWorker>();
  readonly #busy = new Map<string, Promise<void>>();
  #addresses = new Map<string, string>();

  constructor(context: NodeContext) {
    this.#context = context;
  }

  /** All pods that have a worker. */
  pods(): Pod[] {
    return [...this.#workers.values()].map(({ pod }) => pod);
  }

  /** The worker of a pod by namespace and name. */
  find(namespace: string, name: string): PodWorker | undefined {
    return [...this.#workers.values()].find(
      ({ pod }) => pod.metadata.name === name && pod.metadata.namespace === namespace,
    );
  }

  /** Ends what an earlier node process left running. Call once, before the first pod. @returns how many processes it killed */
  async killLeftovers(): Promise<number> {
    const states = await readPodStates(this.#context.stateDir);
    this.#addresses = new Map(states.map(({ uid, ip }) => [uid, ip]));
    const runs = states.flatMap((state) => state.runs);
    if (runs.length === 0) return 0;
    const leaders = runs.flatMap(({ pid, startTime }) =>
      pid !== undefined && startTime !== undefined ? [{ pid, startTime }] : [],
    );
    return killAll({ ids: new Set(runs.map(({ id }) => id)), leaders });
  }

  /** Removes the files of pods that are not among these. Call once the first list of pods is complete. */
  async removeStrangers(known: readonly Pod[]): Promise<void> {
    const uids = new Set(known.map(({ metadata }) => metadata.uid));
    for (const uid of this.#addresses.keys()) {
      if (!uids.has(uid)) await removePodFiles(this.#context.stateDir, uid);
    }
  }

  /** Takes the newest state of a pod of this node. */
  apply(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    const worker = this.#workers.get(uid);
    worker?.update(pod);
    if (pod.metadata.deletionTimestamp !== undefined) this.#once(uid, () => this.#terminate(pod));
    else if (!worker && !this.#busy.has(uid)) this.#start(pod);
  }

  /** A pod is gone from the API server. */
  vanished(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    const before = this.#busy.get(uid) ?? Promise.resolve();
    this.#track(
      uid,
      before.then(() => this.#cleanUp(uid, 0, true)),
    );
  }

  /** Ends all containers, with the pods' own grace but at most this long; the pods stay, for the next node process. */
  async stop(maxGraceMs: number): Promise<void> {
    const stops = [...this.#workers.values()].map(async (worker) => {
      const own = (worker.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
      await worker.stop(Math.min(own, maxGraceMs));
      await worker.close(false);
    });
    await Promise.all([...stops, ...this.#busy.values()]);
  }

  #start(pod: Pod): void {
    const { addresses, hostIP, events } = this.#context;
    const uid = pod.metadata.uid ?? '';
    try {
      const wished = pod.status?.podIP ?? this.#addresses.get(uid);
      const address = pod.spec.hostNetwork === true ? hostIP : addresses.assign(uid, wished);
      const worker = new PodWorker(this.#context, pod, address);
      this.#workers.set(uid, worker);
      // A finished pod keeps its worker for its logs only.
      if (!isFinished(pod)) worker.start();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      events.record(pod, { type: 'Warning', reason: 'FailedCreatePodSandBox', message });
    }
  }

  #once(uid: string, work: () => Promise<void>): void {
    if (!this.#busy.has(uid)) this.#track(uid, work());
  }

  #track(uid: string, work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#context.log.error({ err: error, uid }, 'pod not ended'))
      .finally(() => this.#busy.get(uid) === tracked && this.#busy.delete(uid));
    this.#busy.set(uid, tracked);
  }

  async #terminate(pod: Pod): Promise<void> {
    const { events } = this.#context;
    const { uid = '' } = pod.metadata;
    const grace = pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    for (const container of pod.spec.containers) {
      const note = { type: 'Normal', reason: 'Killing', container: container.name } as const;
      events.record(pod, { ...note, message: `Stopping container ${container.name}` });
      if (container.lifecycle?.preStop === undefined) continue;
      const message = 'the local node does not run preStop hooks; the container gets SIGTERM at once';
      events.record(pod, { ...note, type: 'Warning', reason: 'FailedPreStopHook', message });
    }
    await this.#cleanUp(uid, grace * 1000, false);
    await this.#deleteObject(pod);
  }

  /** While the API server is away the pod stays, ended; were it given up here, nothing would ever delete it. */
  async #deleteObject({ metadata: { name, namespace, uid = '' } }: Pod): Promise<void> {
    const { client, log } = this.#context;
    for (let attempt = 1; attempt <= DELETE_ATTEMPTS; attempt++) {
      try {
        return await client.delete(core.pods, { namespace, name }, { gracePeriodSeconds: 0, uid });
      } catch (error) {
        if (isNotFound(error) || isConflict(error)) return;
        log.warn({ err: error, pod: `${namespace}/${name}`, attempt }, 'ended pod not deleted, trying again');
        await sleep(DELETE_RETRY_MS);
      }
    }
  }

  async #cleanUp(uid: string, graceMs: number, abandoned: boolean): Promise<void> {
    const worker = this.#workers.get(uid);
    await worker?.stop(graceMs);
    await worker?.close(abandoned);
    this.#workers.delete(uid);
    this.#context.addresses.release(uid);
    await removePodFiles(this.#context.stateDir, uid);
  }
}
