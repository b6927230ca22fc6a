import type { KubeObject } from '../object/kube-object.ts';
import type { StoreEvent } from '../storage/index.ts';
import type { Conversion, Target } from './dependencies.ts';
import type { ListOptions } from './list-options.ts';
import { decodeRecord } from './record-codec.ts';

export type ObjectEvent = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: KubeObject;
};

type Watched = Pick<Target, 'resource'> & { readonly options: ListOptions };
type State = KubeObject | undefined;

/**
 * What a change is to a watcher: to one with a selector an object comes and goes as it begins and ends to match.
 * @returns undefined if it does not see it
 * @throws StatusError if the object cannot be converted
 */
export async function translateEvent(
  deps: Conversion,
  { record, previous, revision }: StoreEvent,
  watched: Watched,
): Promise<ObjectEvent | undefined> {
  const { resource, options } = watched;
  const [now, before] = await asSelected(deps, watched, [
    record && decodeRecord(record),
    previous && decodeRecord(previous),
  ]);
  const [matches, matched] = [isSelected(options, now), isSelected(options, before)];
  if (now && matches) return { type: matched ? 'MODIFIED' : 'ADDED', object: await deps.convert(now, resource) };
  if (!before || !matched) return undefined;
  const object = await deps.convert(before, resource);
  // It shows the last state that matched, with the version of the event: a watch resumed from it misses nothing.
  return {
    type: 'DELETED',
    object: { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } },
  };
}

/** A custom resource may be stored otherwise than it is served: it is converted before a selector is asked. */
function asSelected(
  deps: Conversion,
  { resource, options: { labels, fields } }: Watched,
  states: readonly State[],
): readonly State[] | Promise<readonly State[]> {
  if (resource.decoding === 'typed' || (labels.isEmpty && fields.isEmpty)) return states;
  return Promise.all(states.map(async (state) => state && deps.convert(state, resource)));
}

const isSelected = ({ labels, fields }: ListOptions, object: State): boolean =>
  object !== undefined && labels.matches(object) && fields.matches(object);
