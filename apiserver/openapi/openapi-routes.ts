import { createHash } from 'node:crypto';
import { notAcceptable } from '../errors/index.ts';
import type { ApiRequest, ApiResponse } from '../http/api-request.ts';
import { negotiate } from '../http/media-type.ts';
import type { ExtraRoutes } from '../http/router.ts';
import type { Kinds } from '../kinds/kinds.ts';
import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import { documentV2, documentV3 } from './documents.ts';

type Written = { readonly text: string; readonly hash: string };

const V3_ROOT = '/openapi/v3';
const ONE_YEAR_S = 365 * 24 * 3600;

/**
 * /openapi/v2 and /openapi/v3 with a document a group's version, at an address that changes with what is in it.
 * Documents are made when they are asked for and kept until the kinds they describe change.
 */
export function openapiRoutes(kinds: Kinds): ExtraRoutes {
  const documents = new DocumentCache();
  return async (request) => {
    const { path } = request;
    if (path === '/openapi/v2') return answer(request, documents.get('', kinds.all(), documentV2));
    if (path === V3_ROOT) return { status: 200, body: root(kinds, documents) };
    if (!path.startsWith(`${V3_ROOT}/`)) return undefined;
    const name = path.slice(V3_ROOT.length + 1);
    const resources = groupVersions(kinds).get(name);
    return resources && answer(request, documents.get(name, resources, documentV3));
  };
}

function root(kinds: Kinds, documents: DocumentCache): object {
  const entries = [...groupVersions(kinds)].map(([name, resources]) => {
    const { hash } = documents.get(name, resources, documentV3);
    return [name, { serverRelativeURL: `${V3_ROOT}/${name}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(entries) };
}

/** Kinds by the path of their group's version, such as `api/v1`, `apis/apps/v1`. */
function groupVersions(kinds: Kinds): Map<string, Resource[]> {
  const versions = new Map<string, Resource[]>();
  for (const resource of kinds.all()) {
    const name = `${resource.group ? 'apis' : 'api'}/${apiVersionOf(resource)}`;
    versions.set(name, [...(versions.get(name) ?? []), resource]);
  }
  return versions;
}

function answer({ headers, query }: ApiRequest, { text, hash }: Written): ApiResponse {
  if (negotiate(headers.accept, []).as !== '') throw notAcceptable(['application/json']);
  const etag = JSON.stringify(hash);
  // At the address of this very content it may be kept for ever.
  const isExact = query.get('hash') === hash;
  const caching = isExact ? { 'Cache-Control': `public, immutable, max-age=${ONE_YEAR_S}` } : {};
  const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim());
  const common = { contentType: 'application/json', headers: { ETag: etag, Vary: 'Accept', ...caching } };
  return known.includes(etag) ? { status: 304, text: '', ...common } : { status: 200, text, ...common };
}

class DocumentCache {
  readonly #documents = new Map<string, { readonly resources: readonly Resource[]; readonly written: Written }>();

  get(name: string, resources: readonly Resource[], write: (resources: readonly Resource[]) => object): Written {
    const known = this.#documents.get(name);
    if (known && isSame(known.resources, resources)) return known.written;
    const text = JSON.stringify(write(resources));
    const hash = createHash('sha512').update(text).digest('hex').toUpperCase();
    const written = { text, hash };
    this.#documents.set(name, { resources, written });
    return written;
  }
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);
