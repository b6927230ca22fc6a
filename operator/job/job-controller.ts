import { isDeepStrictEqual } from 'node:util';
import { JOB_LABEL } from '../../resources/job/job-names.ts';
import { jobs, type Job } from '../../resources/job/job.ts';
import type { KubernetesObject } from '../../resources/kind.ts';
import {
  annotationsChanged,
  anyOf,
  generationChanged,
  updatesWhere,
  type Predicate,
} from '../kit/controller/predicates.ts';
import { forObjects, ownedBy } from '../kit/controller/source.ts';
import type { ControllerFactory } from '../kit/manager/manager.ts';
import { CHILD_KINDS } from './children/sync-children.ts';
import { jobEvents } from './job-events.ts';
import { JobReconciler } from './job-reconciler.ts';
import type { JobSettings } from './job-settings.ts';
import { runOutcomes } from './run-outcome.ts';
import type { MirrorWorkflows } from './workflow/mirror-workflows.ts';

/** What the controller needs beside what every controller gets. */
export interface JobControllerParts {
  readonly settings: JobSettings;
  readonly workflows: MirrorWorkflows;
  /** See JobReconcilerDeps. */
  readonly healMs: number;
  /** Only Jobs of this namespace; all unless told. */
  readonly namespace?: string;
}

const CONCURRENCY = 8;

/** Retries come within half a minute, so that a Temporal or API server that is back is noticed soon. */
const RETRY_LIMITS = { baseMs: 200, capMs: 30_000, perSecond: 50, burst: 200 };

/** Progress in the status changes every few seconds and is nobody's business here. */
const jobChanged: Predicate<Job> = anyOf<Job>(
  generationChanged,
  annotationsChanged,
  updatesWhere((old, job) => !isDeepStrictEqual(old.metadata.finalizers, job.metadata.finalizers)),
  updatesWhere((old, job) => !isDeepStrictEqual(old.status?.conditions, job.status?.conditions)),
);

/** The controller of mirror Jobs. */
export function jobController({ settings, workflows, healMs, namespace }: JobControllerParts): ControllerFactory {
  return ({ client, informers, clock, events }) => {
    const selection = namespace === undefined ? {} : { namespace };
    const jobInformer = informers.of<Job>(jobs, selection);
    const children = new Map(
      CHILD_KINDS.map((ref) => [ref, informers.of<KubernetesObject>(ref, { ...selection, labelSelector: JOB_LABEL })]),
    );
    const tell = jobEvents(events);
    const reconciler = new JobReconciler({
      client,
      clock,
      settings,
      workflows,
      healMs,
      events: tell,
      findJob: (key) => jobInformer.get(key),
      findChild: (ref, key) => children.get(ref)?.get(key),
    });
    return {
      reconcile: reconciler.reconcile,
      concurrency: CONCURRENCY,
      limits: RETRY_LIMITS,
      sources: [
        forObjects(jobInformer, jobChanged),
        runOutcomes(jobInformer, tell),
        ...[...children.values()].map((informer) => ownedBy(informer, jobs)),
      ],
    };
  };
}
