import type { Logger } from 'pino';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { isNotFound } from '../../../kubernetes/kubernetes-error.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import { listAll } from '../../kit/cache/list-all.ts';
import { formatKey, keyOf, parseKey } from '../../kit/object-key.ts';
import type { MirrorWorkflows, RunningWorkflow } from '../workflow/mirror-workflows.ts';

/** What a sweep works with. */
export interface OrphanSweepDeps {
  readonly client: Pick<KubernetesClient, 'get' | 'list'>;
  readonly workflows: Pick<MirrorWorkflows, 'running' | 'remove'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** The cluster looked after; see ReconcileInput. */
  readonly cluster: string;
  /** Only Jobs of this namespace; all unless told. */
  readonly namespace?: string;
}

/**
 * Ends workflows whose Job is gone: one whose finalizer was taken off by hand while no operator ran. A workflow is ended
 * when two sweeps in a row found no Job and a last look at the API server says so too; the first sweep only tells.
 * Workflows of other clusters are none of its business, nor are those that do not know their cluster. A cluster without
 * any Job has its workflows left alone: it may have been emptied by a mishap.
 */
export class OrphanSweep {
  readonly #deps: OrphanSweepDeps;
  #suspects: ReadonlySet<string> = new Set();
  readonly #unclaimed = new Set<string>();

  constructor(deps: OrphanSweepDeps) {
    this.#deps = deps;
  }

  /** @throws KubernetesError, or an error of Temporal's, when either cannot tell everything; nothing is ended then */
  async sweep(signal: AbortSignal): Promise<void> {
    const { logger } = this.#deps;
    // Workflows first: a Job that is made in between has its workflow later than this list.
    const running = await this.#running();
    const known = await this.#jobs(signal);
    const ofNoJob = running.filter((workflow) => !known.has(formatKey(workflow)));
    this.#tellUnclaimed(ofNoJob);
    const orphans = ofNoJob.filter(({ cluster }) => cluster === this.#deps.cluster).map(formatKey);
    if (known.size === 0 && orphans.length > 0) {
      logger.warn({ orphans: orphans.length }, 'workflows run but there is no Job at all; they are left alone');
      return;
    }
    const before = this.#suspects;
    this.#suspects = new Set(orphans);
    for (const key of orphans) await this.#end(key, before.has(key), signal);
  }

  async #running(): Promise<readonly RunningWorkflow[]> {
    const { workflows, namespace } = this.#deps;
    return (await workflows.running()).filter((key) => namespace === undefined || key.namespace === namespace);
  }

  /** Those without a Job here that do not know their cluster, each once. */
  #tellUnclaimed(workflows: readonly RunningWorkflow[]): void {
    const unclaimed = workflows.filter(({ cluster }) => cluster === undefined).map(formatKey);
    for (const key of unclaimed.filter((key) => !this.#unclaimed.has(key))) {
      this.#unclaimed.add(key);
      this.#deps.logger.info({ job: key }, 'a workflow without a Job here does not say its cluster; it is left alone');
    }
  }

  async #jobs(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const { client, namespace } = this.#deps;
    const scope = namespace === undefined ? {} : { namespace };
    const { items } = await listAll<Job>(
      { list: (options) => client.list<Job>(jobs, { ...scope, ...options }) },
      signal,
    );
    return new Set(items.map(keyOf));
  }

  async #end(key: string, suspected: boolean, signal: AbortSignal): Promise<void> {
    const { client, workflows, logger } = this.#deps;
    if (!suspected) {
      logger.warn({ job: key }, 'the workflow of a Job that is gone; the next sweep ends it');
      return;
    }
    const { namespace = '', name } = parseKey(key);
    const found = await client.get(jobs, { namespace, name }, { signal }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
    if (found !== undefined) return;
    await workflows.remove(namespace, name);
    logger.warn({ job: key }, 'the workflow of a Job that is gone was told to end');
  }
}
