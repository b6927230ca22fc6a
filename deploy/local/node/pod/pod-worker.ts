import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Condition } from '../../controllers/objects/meta.ts';
import type { Container, Pod } from '../../controllers/objects/pod.ts';
import { ContainerLogs } from '../container/container-logs.ts';
import { ContainerRunner, type RunningContainer } from '../container/container-runner.ts';
import type { PodFacts } from '../container/field-path.ts';
import { prepareLaunch } from '../container/launch.ts';
import { rfc3339 } from '../../controllers/objects/rfc3339.ts';
import { waitingReason } from '../container/waiting-reason.ts';
import type { NodeContext } from '../node-context.ts';
import { createObjectReader } from '../volumes/object-reader.ts';
import { PodVolumes } from '../volumes/pod-volumes.ts';
import { createTokenSource } from '../volumes/service-account-token.ts';
import { buildPodStatus } from './build-pod-status.ts';
import { podFolder, type PodFolder } from './pod-folder.ts';
import { RunBook } from './run-book.ts';
import { StatusWriter } from './status-writer.ts';

const SETUP_RETRY_MS = 1_000;
/** The last status is given up after this long: the API server may be gone for good. */
const CLOSE_MS = 5_000;

/** Runs one pod: volumes, init containers one after another, then all containers until they end or the pod is stopped. */
export class PodWorker {
  readonly uid: string;
  readonly #context: NodeContext;
  readonly #folder: PodFolder;
  readonly #facts: PodFacts;
  readonly #volumes: PodVolumes;
  readonly #book: RunBook;
  readonly #writer: StatusWriter;
  readonly #init: ContainerRunner[];
  readonly #containers: ContainerRunner[];
  readonly #stopping = new AbortController();
  readonly #startTime: string;
  #pod: Pod;
  #published: readonly Condition[] | undefined;
  #ended = false;
  #running: Promise<void> | undefined;

  /** @param address the pod's own loopback address */
  constructor(context: NodeContext, pod: Pod, address: string) {
    const { name, namespace = 'default', uid = '' } = pod.metadata;
    this.uid = uid;
    this.#context = context;
    this.#pod = pod;
    this.#startTime = pod.status?.startTime ?? rfc3339();
    this.#folder = podFolder(context.stateDir, { namespace, name, uid });
    this.#facts = { ...context, pod, podIP: address };
    const objects = createObjectReader(context.client, namespace);
    const inputs = { facts: this.#facts, objects, token: createTokenSource(context.client, pod) };
    this.#volumes = new PodVolumes({ ...context, pod, folder: this.#folder, inputs });
    this.#book = new RunBook(context.stateDir, uid, address);
    this.#writer = new StatusWriter(context.client, context.log, pod);
    this.#init = (pod.spec.initContainers ?? []).map((container) => this.#runner(container, true));
    this.#containers = pod.spec.containers.map((container) => this.#runner(container, false));
  }

  get pod(): Pod {
    return this.#pod;
  }

  /** Starts the pod; its end is awaited by `stop`. */
  start(): void {
    this.#running ??= this.#run().catch((error: unknown) => {
      const { log, events } = this.#context;
      log.error({ err: error, pod: this.#pod.metadata.name }, 'pod not run');
      const { message } = waitingReason(error);
      events.record(this.#pod, { type: 'Warning', reason: 'FailedCreatePodSandBox', message });
    });
  }

  /** Takes the newest object; its spec cannot change, but others may have set conditions. */
  update(pod: Pod): void {
    this.#pod = pod;
  }

  /** Logs of a container and the number of its present run. */
  run(container: string): { readonly logs: ContainerLogs; readonly restartCount: number } | undefined {
    const runner = this.#all().find(({ name }) => name === container);
    return runner && { logs: runner.logs, restartCount: runner.status.restartCount };
  }

  /** The present run of a container; undefined if there is none. */
  running(container: string): RunningContainer | undefined {
    return this.#all().find(({ name }) => name === container)?.running;
  }

  /** The address of the pod. */
  get podIP(): string {
    return this.#facts.podIP;
  }

  /** Ends all containers; resolves when no process is left. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#all().map((runner) => runner.stop(graceMs)));
    await this.#running;
  }

  /** Writes the last status; `abandoned` when the pod is gone already. */
  async close(abandoned: boolean): Promise<void> {
    if (abandoned) this.#writer.close();
    await Promise.race([this.#writer.flush(), sleep(CLOSE_MS, undefined, { ref: false })]);
    this.#writer.close();
  }

  #all(): ContainerRunner[] {
    return [...this.#init, ...this.#containers];
  }

  async #run(): Promise<void> {
    await this.#book.save();
    this.#publish();
    if (!(await this.#prepareVolumes())) return;
    const refreshing = this.#refresh();
    if (await this.#runInit()) await Promise.all(this.#containers.map((runner) => runner.run()));
    this.#ended = this.#isOver();
    this.#publish();
    await refreshing;
  }

  /** Not over when it was only stopped with the node: the next node process goes on. */
  #isOver(): boolean {
    return !this.#stopping.signal.aborted || this.#pod.metadata.deletionTimestamp !== undefined;
  }

  async #runInit(): Promise<boolean> {
    for (const runner of this.#init) {
      const exit = await runner.run();
      if (exit?.exitCode !== 0 || this.#stopping.signal.aborted) return false;
    }
    return true;
  }

  async #prepareVolumes(): Promise<boolean> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#volumes.prepare();
        return true;
      } catch (error) {
        const { message } = waitingReason(error);
        this.#context.events.record(this.#pod, { type: 'Warning', reason: 'FailedMount', message });
        await this.#pause(SETUP_RETRY_MS);
      }
    }
    return false;
  }

  /** Keeps configMaps, secrets and tokens in volumes up to date while anything runs. */
  async #refresh(): Promise<void> {
    while (!this.#ended) {
      await this.#pause(this.#context.refreshMs);
      if (this.#stopping.signal.aborted || this.#ended) return;
      await this.#volumes.prepare().catch((error: unknown) => {
        this.#context.log.warn({ err: error, pod: this.#pod.metadata.name }, 'volumes not brought up to date');
      });
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  #publish(): void {
    const inputs = {
      pod: this.#pod,
      podIP: this.#facts.podIP,
      hostIP: this.#facts.hostIP,
      startTime: this.#startTime,
      init: this.#init.map(({ status }) => status),
      containers: this.#containers.map(({ status }) => status),
      published: this.#published,
      ended: this.#ended,
    };
    const status = buildPodStatus(inputs, rfc3339());
    this.#published = status.conditions;
    this.#writer.submit(status);
  }

  #runner(container: Container, init: boolean): ContainerRunner {
    const { client, images, backoff, events, searchPath } = this.#context;
    const pod = this.#pod;
    const folder = path.join(this.#folder.root, 'containers', container.name);
    const objects = createObjectReader(client, pod.metadata.namespace ?? 'default');
    const inputs = { facts: this.#facts, volumes: this.#volumes, objects, images, folder, searchPath };
    const policy = pod.spec.restartPolicy ?? 'Always';
    const before = (init ? pod.status?.initContainerStatuses : pod.status?.containerStatuses) ?? [];
    return new ContainerRunner({
      container,
      policy: init && policy === 'Always' ? 'OnFailure' : policy,
      graceMs: (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000,
      podIP: this.#facts.podIP,
      backoff,
      before: before.find(({ name }) => name === container.name),
      logs: new ContainerLogs(path.join(this.#folder.logs, container.name)),
      prepare: () => prepareLaunch(container, inputs),
      remember: (id, identity) => this.#book.remember(id, identity),
      forget: (id) => this.#book.forget(id),
      onChange: () => this.#publish(),
      event: (note) => events.record(this.#pod, note),
    });
  }
}
