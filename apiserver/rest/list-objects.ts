import { badRequest, expired, futureResourceVersion } from '../errors/index.ts';
import type { Resource } from '../kinds/resource.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { ListPage } from '../storage/index.ts';
import { CompactedError, FutureRevisionError } from '../storage/index.ts';
import type { ContinueToken } from './continue-token.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import type { RestDependencies, Target } from './dependencies.ts';
import type { ListOptions } from './list-options.ts';
import { listPrefix, objectKey } from './object-key.ts';
import { decodeRecord } from './record-codec.ts';
import { pagesToSelectFrom } from './selected-pages.ts';

export type ObjectList = {
  readonly items: KubeObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
};

/** Where a list stands between two reads of the store. */
type Position = { readonly revision?: number; readonly after?: string };

/** @throws StatusError */
export async function listObjects(deps: RestDependencies, target: Target, options: ListOptions): Promise<ObjectList> {
  const prefix = listPrefix(target.resource, target.namespace);
  const start = startOf(options, prefix);
  try {
    return await collect(deps, target, { options, prefix, start });
  } catch (error) {
    throw await translate(deps, error, { options, start, prefix });
  }
}

export type Listing = { readonly options: ListOptions; readonly prefix: string; readonly start: Position };

/** Where a list begins. @throws StatusError 400 */
export function startOf(options: ListOptions, prefix: string): Position {
  if (options.continueToken) {
    if (options.resourceVersion) {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    const { revision, after } = decodeContinue(options.continueToken);
    return { after: prefix + after, ...(revision > 0 && { revision }) };
  }
  const { resourceVersion, match, limit } = options;
  // Without a match, a limited list of a version is exactly of that version.
  const isExact =
    resourceVersion !== undefined && (match === 'Exact' || (match === undefined && limit > 0 && resourceVersion > 0));
  return isExact ? { revision: resourceVersion } : {};
}

async function collect(deps: RestDependencies, target: Target, listing: Listing): Promise<ObjectList> {
  if (isSelective(listing.options)) return collectSelected(deps, target, listing);
  const { options, prefix, start } = listing;
  const page = await deps.store.list({ prefix, limit: options.limit, ...start });
  checkNotOlder(options, start, page.revision);
  const items = await deps.convertAll(page.records.map(decodeRecord), target.resource);
  const after = page.records.at(-1)?.key ?? prefix;
  return { items: [...items], metadata: { resourceVersion: String(page.revision), ...rest(listing, page, { after }) } };
}

/** Reads on until there are as many as are wanted; a list that goes on does so behind the last of them. */
async function collectSelected(deps: RestDependencies, { resource }: Target, listing: Listing): Promise<ObjectList> {
  const { options, prefix, start } = listing;
  const items: KubeObject[] = [];
  let page: ListPage | undefined;
  for await (page of pagesToSelectFrom(deps.store, { prefix, ...start }, options.limit)) {
    checkNotOlder(options, start, page.revision);
    for (const object of await matching(deps, resource, { options, records: page.records })) items.push(object);
    if (options.limit && items.length >= options.limit) break;
  }
  if (!page) throw new Error('a list has a page');
  return {
    items: options.limit ? items.slice(0, options.limit) : items,
    metadata: endOf(listing, page, { resource, items }),
  };
}

/** @param page the last that was read */
function endOf(listing: Listing, page: ListPage, found: { resource: Resource; items: readonly KubeObject[] }) {
  const metadata = { resourceVersion: String(page.revision) };
  const last = found.items[listing.options.limit - 1];
  if (!last) return metadata;
  const after = objectKey(found.resource, last.metadata.namespace ?? '', last.metadata.name ?? '');
  const isLast = page.remaining === 0 && page.records.at(-1)?.key === after;
  return isLast ? metadata : { ...metadata, ...rest(listing, { ...page, remaining: 1 }, { after }) };
}

const isSelective = ({ labels, fields }: ListOptions): boolean => !labels.isEmpty || !fields.isEmpty;

type Page = { readonly options: ListOptions; readonly records: ListPage['records'] };

/** The objects of a page that are wanted, in the version that is. */
export async function matching(deps: RestDependencies, resource: Resource, page: Page): Promise<readonly KubeObject[]> {
  const { labels, fields } = page.options;
  const matches = (object: KubeObject): boolean => labels.matches(object) && fields.matches(object);
  const objects = page.records.map(decodeRecord);
  // A custom resource may be stored without a field's default; a webhook may give it other labels, and fields another place.
  if (resource.decoding === 'structural') return (await deps.convertAll(objects, resource)).filter(matches);
  return deps.convertAll(objects.filter(matches), resource);
}

/** What a list that goes on tells of it. */
export function rest(
  { options, prefix }: Listing,
  page: ListPage,
  { after = '' }: Position,
): Partial<ObjectList['metadata']> {
  if (page.remaining === 0) return {};
  const token = encodeContinue({ revision: page.revision, after: after.slice(prefix.length) });
  // With a selector nobody knows how many of the rest match.
  return { continue: token, ...(!isSelective(options) && { remainingItemCount: page.remaining }) };
}

/** @throws StatusError if the client has seen a later version than the server */
export function checkNotOlder({ resourceVersion = 0 }: ListOptions, start: Position, current: number): void {
  if (start.revision === undefined && resourceVersion > current) {
    throw futureResourceVersion(String(resourceVersion), String(current));
  }
}

const TOO_OLD_VERSION = 'The resourceVersion for the provided list is too old.';
const TOO_OLD_TOKEN = [
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ',
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ',
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ',
  'deleted between the time the first chunk was returned and now may show up in the list.',
].join('');

/** An error of the store as clients know it. */
export async function translate(
  deps: RestDependencies,
  error: unknown,
  { options, start, prefix }: Listing,
): Promise<unknown> {
  if (error instanceof FutureRevisionError) {
    return futureResourceVersion(String(start.revision), String(await deps.store.revision()));
  }
  if (!(error instanceof CompactedError)) return error;
  if (!options.continueToken) return expired(TOO_OLD_VERSION);
  const gone = expired(TOO_OLD_TOKEN);
  const next: ContinueToken = { revision: -1, after: (start.after ?? prefix).slice(prefix.length) };
  gone.status.metadata.continue = encodeContinue(next);
  return gone;
}

/** @throws StatusError if the server has not come to the version the client has seen */
export async function checkVersionReached(deps: RestDependencies, requested: number): Promise<void> {
  const current = await deps.store.revision();
  if (requested > current) throw futureResourceVersion(String(requested), String(current));
}
