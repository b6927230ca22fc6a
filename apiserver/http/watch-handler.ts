import type { Target } from '../rest/dependencies.ts';
import type { ListOptions } from '../rest/list-options.ts';
import { checkVersionReached } from '../rest/list-objects.ts';
import type { WatchEvent } from '../rest/watch-objects.ts';
import { watchObjects } from '../rest/watch-objects.ts';
import type { StatusError } from '../errors/index.ts';
import type { ApiResponse, StreamOutput } from './api-request.ts';
import type { Representation } from './media-type.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import { metadataOnly } from './metadata-only.ts';
import { presentTable } from './present-table.ts';
import { timerMs } from './time-limit.ts';

type Watching = { readonly options: ListOptions; readonly representation: Representation };

/** An answer that is a line of JSON an event, until the client goes or the time is over. */
export async function watchResponse(
  deps: HandlerDependencies,
  target: Target,
  watching: Watching,
): Promise<ApiResponse> {
  const { resourceVersion = 0, sendInitialEvents } = watching.options;
  if (sendInitialEvents) await checkVersionReached(deps.rest, resourceVersion);
  return { status: 200, stream: (stream) => run(deps, target, { ...watching, stream }) };
}

function run(deps: HandlerDependencies, target: Target, watching: Watching & { stream: StreamOutput }): () => void {
  const { options, representation, stream } = watching;
  const { bookmarkIntervalMs } = deps;
  const present = presenter(deps, target, representation);
  const send = (event: WatchEvent): Promise<void> | undefined => stream.write(`${present(event)}\n`);
  const output = { send, end: () => stream.end() };
  // Spread, so that the watches of one moment do not all come back in one moment.
  const limitMs = deps.requestTimeoutMs * (1 + Math.random());
  const lastsMs = timerMs(options.timeoutSeconds ? options.timeoutSeconds * 1000 : limitMs);
  const endsAt = Date.now() + lastsMs;
  const watch = watchObjects(deps.rest, target, { options, output, endsAt, bookmarkIntervalMs });
  const end = (): void => {
    clearTimeout(timer);
    watch.stop();
  };
  const timer = setTimeout(() => {
    end();
    stream.end();
  }, lastsMs);
  watch.started.catch((error: StatusError) => {
    void send({ type: 'ERROR', object: error.status });
    stream.end();
  });
  return end;
}

/** Texts of events; watchers of one object share the work of writing it. */
const written = new WeakMap<object, string>();

function presenter(
  { rest }: HandlerDependencies,
  { resource }: Target,
  representation: Representation,
): (event: WatchEvent) => string {
  let withColumns = true;
  return ({ type, object }) => {
    if (type === 'ERROR' || representation.as === '') return `{"type":"${type}","object":${textOf(object)}}`;
    if (representation.as !== 'Table')
      return JSON.stringify({ type, object: metadataOnly(object, representation.version) });
    const { resourceVersion } = object.metadata;
    const options = { representation, now: rest.now(), withColumns, metadata: { resourceVersion } };
    withColumns = false;
    return JSON.stringify({ type, object: presentTable([object], resource, options) });
  };
}

function textOf(object: object): string {
  const known = written.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(object);
  written.set(object, text);
  return text;
}
