import type { Source } from '../../kit/controller/source.ts';
import type { ControllerFactory } from '../../kit/manager/manager.ts';
import type { MirrorWorkflows } from '../workflow/mirror-workflows.ts';
import { OrphanSweep } from './orphan-sweep.ts';

/** What the controller needs beside what every controller gets. */
export interface OrphanControllerParts {
  readonly workflows: Pick<MirrorWorkflows, 'running' | 'remove'>;
  /** The cluster looked after; see ReconcileInput. */
  readonly cluster: string;
  /** Pause between two sweeps, milliseconds. */
  readonly everyMs: number;
  /** Only Jobs of this namespace; all unless told. */
  readonly namespace?: string;
}

/** One key, at the start of the term. */
const once: Source = {
  hasSynced: () => true,
  attach(enqueue) {
    enqueue('all', 'low');
    return () => undefined;
  },
};

/** Looks now and then for workflows whose Job is gone. */
export function orphanController({ everyMs, ...parts }: OrphanControllerParts): ControllerFactory {
  return ({ client, logger }) => {
    const sweep = new OrphanSweep({ client, logger, ...parts });
    return {
      sources: [once],
      async reconcile(_key, { signal }) {
        await sweep.sweep(signal);
        return { requeueAfterMs: everyMs };
      },
    };
  };
}
