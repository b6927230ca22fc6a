import type { Target } from '../rest/dependencies.ts';
import type { ListOptions } from '../rest/list-options.ts';
import { checkVersionReached } from '../rest/list-objects.ts';
import type { WatchEvent } from '../rest/watch-objects.ts';
import { watchObjects } from '../rest/watch-objects.ts';
import { internalError, StatusError } from '../errors/index.ts';
import type { ApiResponse, StreamOutput } from './api-request.ts';
import type { Representation } from './media-type.ts';
import type { HandlerDependencies } from './handler-dependencies.ts';
import { metadataOnly, presentRow } from './present.ts';

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
  let stop = (): void => undefined;
  let ended = false;
  const end = (): void => {
    ended = true;
    clearTimeout(timer);
    stop();
  };
  // Spread, so that the watches of one moment do not all come back in one moment.
  const limitMs = deps.requestTimeoutMs * (1 + Math.random());
  const timer = setTimeout(
    () => {
      end();
      stream.end();
    },
    options.timeoutSeconds ? options.timeoutSeconds * 1000 : limitMs,
  );
  const present = presenter(deps, target, representation);
  const send = (event: WatchEvent): void => void stream.write(`${present(event)}\n`);
  const output = { send, end: () => stream.end() };
  watchObjects(deps.rest, target, { options, output }).then(
    (stopWatch) => {
      stop = stopWatch;
      if (ended) stop();
    },
    (error: unknown) => {
      const object = error instanceof StatusError ? error.status : internalError('the watch could not start').status;
      send({ type: 'ERROR', object });
      stream.end();
    },
  );
  return end;
}

/** Texts of events; watchers of one object share the work of writing it. */
const written = new WeakMap<object, string>();

function presenter(
  deps: HandlerDependencies,
  target: Target,
  representation: Representation,
): (event: WatchEvent) => string {
  const { as, version } = representation;
  let withColumns = true;
  return (event) => {
    if (event.type === 'ERROR' || event.type === 'BOOKMARK' || as === '') {
      return `{"type":"${event.type}","object":${textOf(event.object)}}`;
    }
    const object =
      as === 'Table'
        ? presentRow(event.object, target.resource, { now: deps.rest.now(), representation, withColumns })
        : metadataOnly(event.object, version);
    withColumns = false;
    return JSON.stringify({ type: event.type, object });
  };
}

function textOf(object: object): string {
  const known = written.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(object);
  written.set(object, text);
  return text;
}
