import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { SharedInformers } from '../cache/shared-informers.ts';
import { sleep, systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { Controller } from '../controller/controller.ts';
import type { ControllerSpec } from '../controller/controller.ts';
import type { LeaderElector, Leadership } from '../election/leader-elector.ts';
import { createEventRecorder } from '../events/event-recorder.ts';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { HealthServer } from '../http/health-server.ts';
import { createControllerMetrics } from '../metrics/controller-metrics.ts';
import { createQueueMetrics } from '../metrics/queue-metrics.ts';
import { selectControllers } from './controller-selection.ts';

/** What a controller may use to describe itself. */
export interface ControllerContext {
  readonly client: KubernetesClient;
  readonly informers: SharedInformers;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Reports in the name of the controller; the manager closes it. */
  readonly events: EventRecorder;
}

/** Describes a controller; called only if the controller is enabled, so that a disabled one costs no watch. */
export type ControllerFactory = (context: ControllerContext) => ControllerSpec;

export interface ManagerParts {
  readonly client: KubernetesClient;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Who reports events: controllers as `<domain>/<controller name>`, from this instance, e.g. the pod's name. */
  readonly reporter: { readonly domain: string; readonly instance: string };
  readonly clock?: Clock;
  /** Makes the health server, given whether the caches are full; none unless told. */
  readonly health?: (isReady: () => boolean) => HealthServer;
  /** Without one, the controllers run at once: only for a single process. */
  readonly elector?: LeaderElector;
  /** See selectControllers; all unless told. */
  readonly controllers?: readonly string[];
  /** Show all objects to the controllers again every so often, ms. */
  readonly resyncMs?: number;
  /** For everything together to stop, ms; 30 s unless told. */
  readonly stopTimeoutMs?: number;
}

/** Something did not stop in time. */
export class StopTimeoutError extends Error {
  override readonly name = 'StopTimeoutError';
}

/** Runs controllers with everything they need, and stops in the reverse order. */
export class Manager {
  readonly #parts: ManagerParts;
  readonly #clock: Clock;
  readonly #factories = new Map<string, ControllerFactory>();

  constructor(parts: ManagerParts) {
    this.#parts = parts;
    this.#clock = parts.clock ?? systemClock;
  }

  /** Add a controller, before `run`. Throws RangeError when the name is taken. */
  register(name: string, factory: ControllerFactory): this {
    if (this.#factories.has(name)) throw new RangeError(`there are two controllers "${name}"`);
    this.#factories.set(name, factory);
    return this;
  }

  /**
   * Start health server, caches, leadership and controllers, in this order; resolves when the signal was aborted and
   * all are stopped. Rejects with LeadershipLostError when another process may lead (exit then), CacheSyncError when
   * the caches do not fill in two minutes, StopTimeoutError when something hangs.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { client, logger, elector, resyncMs } = this.#parts;
    const informers = new SharedInformers({
      client,
      clock: this.#clock,
      logger,
      ...(resyncMs !== undefined && { resyncMs }),
    });
    const undo: (() => Promise<void>)[] = [];
    try {
      const controllers = this.#build(informers, undo);
      await this.#startHealth(informers, undo);
      await startCaches(informers, signal, undo);
      const leadership = await elector?.acquire(signal);
      if (leadership) undo.push(() => leadership.release());
      await this.#work(controllers, signal, leadership, undo);
    } catch (error) {
      // An abort while starting is a wish to stop, not a failure.
      if (!signal.aborted) throw error;
    } finally {
      await this.#stop(undo);
    }
  }

  #build(informers: SharedInformers, undo: (() => Promise<void>)[]): Controller[] {
    const { registry, controllers = ['*'], logger, client, reporter } = this.#parts;
    const clock = this.#clock;
    const metrics = createControllerMetrics(registry);
    const queueMetrics = createQueueMetrics(registry);
    const enabled = new Set(selectControllers([...this.#factories.keys()], controllers));
    return [...this.#factories].flatMap(([name, factory]) => {
      if (!enabled.has(name)) return [];
      const source = { controller: `${reporter.domain}/${name}`, instance: reporter.instance };
      const events = createEventRecorder({ client, clock, logger, reporter: source });
      undo.push(() => events.close());
      const spec = factory({ client, informers, logger, clock, events });
      const observer = metrics(name, spec.concurrency ?? 1);
      const queueObserver = queueMetrics.observer(name);
      const controller = new Controller(spec, { name, logger, clock, observer, queueObserver });
      queueMetrics.watch(name, controller.queue);
      return [controller];
    });
  }

  async #startHealth(informers: SharedInformers, undo: (() => Promise<void>)[]): Promise<void> {
    const server = this.#parts.health?.(() => informers.hasSynced);
    if (!server) return;
    const port = await server.start();
    this.#parts.logger.info({ port }, 'health server listens');
    undo.push(() => server.stop());
  }

  /** Run the controllers until the signal is aborted or the leadership is lost, which is thrown. */
  async #work(
    controllers: readonly Controller[],
    signal: AbortSignal,
    leadership: Leadership | undefined,
    undo: (() => Promise<void>)[],
  ): Promise<void> {
    const stop = new AbortController();
    const running = Promise.all(controllers.map((controller) => controller.run(stop.signal)));
    undo.push(async () => {
      stop.abort();
      await running;
    });
    this.#parts.logger.info({ controllers: controllers.map(({ name }) => name) }, 'controllers run');
    const end = leadership ? AbortSignal.any([signal, leadership.lost]) : signal;
    await aborted(end);
    leadership?.lost.throwIfAborted();
  }

  async #stop(undo: (() => Promise<void>)[]): Promise<void> {
    const timeoutMs = this.#parts.stopTimeoutMs ?? 30_000;
    const inTime = new AbortController();
    const late = sleep(this.#clock, timeoutMs, inTime.signal).then(() => {
      if (!inTime.signal.aborted) throw new StopTimeoutError(`not stopped within ${timeoutMs} ms`);
    });
    try {
      await Promise.race([stopAll(undo), late]);
    } finally {
      inTime.abort();
    }
  }
}

async function startCaches(
  informers: SharedInformers,
  signal: AbortSignal,
  undo: (() => Promise<void>)[],
): Promise<void> {
  const stop = new AbortController();
  informers.start(stop.signal);
  undo.push(async () => {
    stop.abort();
    await informers.stopped();
  });
  await informers.waitForSync(signal);
}

async function stopAll(undo: (() => Promise<void>)[]): Promise<void> {
  for (const step of undo.reverse()) await step();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
