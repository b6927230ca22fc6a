import { notAcceptable, unsupportedMediaType } from '../errors/index.ts';

export type MediaType = { readonly type: string; readonly parameters: Readonly<Record<string, string>> };

/** An Accept or Content-Type header's entries, the preferred first. */
export function parseMediaTypes(header: string): MediaType[] {
  const entries = header.split(',').flatMap((entry) => {
    const [type = '', ...rest] = entry.split(';').map((part) => part.trim());
    const parameters = Object.fromEntries(rest.map((part) => part.split('=', 2) as [string, string]));
    return type === '' ? [] : [{ type: type.toLowerCase(), parameters }];
  });
  const weight = ({ parameters }: MediaType): number => Number(parameters['q'] ?? 1);
  return entries.sort((a, b) => weight(b) - weight(a));
}

/** What the server writes. */
export const WRITTEN = ['application/json'] as const;

const MATCHES_JSON = new Set(['application/json', 'application/*', '*/*']);

/** How an object is shown: as itself, as a row of a Table, as its metadata only, or as another kind of list. */
export type Representation = {
  readonly as: '' | 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | 'APIGroupDiscoveryList';
  readonly version: string;
  /** Of a Table: what is in its rows besides their cells; default metadata. */
  readonly includeObject?: IncludeObject;
};

/** metav1.IncludeObjectPolicy. */
export type IncludeObject = 'Metadata' | 'Object' | 'None';

const VERSIONS = new Set(['v1', 'v1beta1', 'v2', 'v2beta1']);

const GROUP_OF: Readonly<Record<string, string>> = {
  Table: 'meta.k8s.io',
  PartialObjectMetadata: 'meta.k8s.io',
  PartialObjectMetadataList: 'meta.k8s.io',
  APIGroupDiscoveryList: 'apidiscovery.k8s.io',
};

/**
 * Picks the first representation the client accepts that the server can give.
 * @param offered transformations possible here, such as `Table`
 * @throws StatusError 406
 */
export function negotiate(accept: string | undefined, offered: readonly Representation['as'][]): Representation {
  const entries = parseMediaTypes(accept ?? '');
  if (entries.length === 0) return { as: '', version: '' };
  for (const { type, parameters } of entries) {
    if (!MATCHES_JSON.has(type)) continue;
    const { as, g: group, v: version = '' } = parameters;
    if (as === undefined) return { as: '', version: '' };
    const wanted = as as Representation['as'];
    if (offered.includes(wanted) && GROUP_OF[wanted] === group && VERSIONS.has(version)) return { as: wanted, version };
  }
  throw notAcceptable(WRITTEN);
}

/** The media type of a body. @throws StatusError 415 if it is none of `accepted` */
export function contentType(header: string | undefined, accepted: readonly string[]): string {
  const type = parseMediaTypes(header ?? '')[0]?.type ?? 'application/json';
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted);
  return type;
}
