import { createHash } from 'node:crypto';
import { notAcceptable } from '../errors/index.ts';
import type { ApiRequest, ApiResponse } from '../http/api-request.ts';
import { parseMediaTypes } from '../http/media-type.ts';
import type { ExtraRoutes } from '../http/router.ts';
import type { Kinds } from '../kinds/kinds.ts';
import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { documentV2, documentV3 } from './documents.ts';
import { DOCUMENT_V2_TYPES, encodeDocument } from './encode-document.ts';

/** A document as JSON, and in protobuf once that was asked for. */
type Written = { readonly text: string; readonly hash: string; encoded?: Buffer };
/** A form a document is answered in, and the media types that ask for it. */
type Form = {
  readonly accepted: readonly string[];
  readonly contentType: string;
  readonly write: (written: Written) => string | Buffer;
};

const JSON_FORM: Form = {
  accepted: ['application/json', 'application/*', '*/*'],
  contentType: 'application/json',
  write: ({ text }) => text,
};
const PROTOBUF_FORM: Form = {
  accepted: DOCUMENT_V2_TYPES,
  contentType: DOCUMENT_V2_TYPES[1],
  write: (written) => (written.encoded ??= encodeDocument(JSON.parse(written.text) as JsonObject)),
};

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
    if (path === '/openapi/v2') {
      return answer(request, documents.get('', kinds.all(), documentV2), [JSON_FORM, PROTOBUF_FORM]);
    }
    if (path === V3_ROOT) return { status: 200, body: root(kinds, documents) };
    if (!path.startsWith(`${V3_ROOT}/`)) return undefined;
    const name = path.slice(V3_ROOT.length + 1);
    const resources = groupVersions(kinds).get(name);
    return resources && answer(request, documents.get(name, resources, documentV3), [JSON_FORM]);
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

function answer({ headers, query }: ApiRequest, written: Written, forms: readonly Form[]): ApiResponse {
  const { contentType, write } = chooseForm(headers.accept, forms);
  const { hash } = written;
  const etag = JSON.stringify(hash);
  // At the address of this very content it may be kept for ever.
  const isExact = query.get('hash') === hash;
  const caching = isExact ? { 'Cache-Control': `public, immutable, max-age=${ONE_YEAR_S}` } : {};
  const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim());
  const common = { contentType, headers: { ETag: etag, Vary: 'Accept', ...caching } };
  return known.includes(etag) ? { status: 304, text: '', ...common } : { status: 200, text: write(written), ...common };
}

/** @throws StatusError 406 */
function chooseForm(accept: string | undefined, forms: readonly Form[]): Form {
  const types = parseMediaTypes(accept || '*/*').map(({ type }) => type);
  const found = types.flatMap((type) => forms.find(({ accepted }) => accepted.includes(type)) ?? [])[0];
  if (!found) throw notAcceptable(forms.flatMap(({ accepted }) => accepted[0] ?? []));
  return found;
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
