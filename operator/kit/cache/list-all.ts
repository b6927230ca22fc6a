import { isGone } from '../../../kubernetes/kubernetes-error.ts';
import type { KubernetesList } from '../../../resources/kind.ts';
import type { ListWatch } from './list-watch.ts';

/** client-go's: a page of this many objects is a few MB. */
const pageSize = 500;
/** Far above any cluster: five million objects. */
const maxPages = 10_000;

/**
 * All objects as of one version, read page by page. When a page's token has expired in between, everything is read
 * once more in a single answer, which cannot expire. Throws what `list` throws.
 */
export async function listAll<T>(source: Pick<ListWatch<T>, 'list'>, signal: AbortSignal): Promise<KubernetesList<T>> {
  try {
    return await listPages(source, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
    return source.list({ signal });
  }
}

async function listPages<T>(source: Pick<ListWatch<T>, 'list'>, signal: AbortSignal): Promise<KubernetesList<T>> {
  const items: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const answer = await source.list({ limit: pageSize, signal, ...(token && { continue: token }) });
    for (const item of answer.items) items.push(item);
    token = answer.metadata.continue;
    if (!token) return { metadata: answer.metadata, items };
  }
  throw new RangeError(`the list has more than ${maxPages} pages`);
}
