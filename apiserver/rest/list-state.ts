import type { KubeObject } from '../object/kube-object.ts';
import type { StoredRecord } from '../storage/index.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import { matching } from './list-objects.ts';
import type { ListOptions } from './list-options.ts';
import { listRecords } from './list-records.ts';

/** All objects of one moment that are selected, some at a time. */
export type State = {
  readonly resourceVersion: string;
  /** @throws when it is read, if the history is gone by then */
  readonly pages: () => AsyncGenerator<readonly KubeObject[]>;
};

/** @throws StatusError */
export async function listState(deps: RestDependencies, target: Target, options: ListOptions): Promise<State> {
  const { metadata, first, more } = await listRecords(deps, target, { ...options, limit: 0 });
  const page = (records: readonly StoredRecord[]): Promise<readonly KubeObject[]> =>
    matching(deps, target.resource, { options, records });
  return {
    resourceVersion: metadata.resourceVersion,
    pages: async function* () {
      yield await page(first);
      for await (const records of more?.() ?? []) yield await page(records);
    },
  };
}
