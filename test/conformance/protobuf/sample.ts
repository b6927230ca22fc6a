/** An object of a kind, with as many sorts of fields as it may have. */
export type Sample = {
  /** Where it is created; `{ns}` is a namespace. */
  readonly path: string;
  readonly object: object;
};

type Fields = { readonly [field: string]: unknown };

/** @param groupVersion such as `apps/v1` @param fields beside its type and its name */
export function sample(groupVersion: string, kind: string, plural: string, fields: Fields): Sample {
  return { path: pathOf(groupVersion, plural), object: objectOf(groupVersion, kind, fields) };
}

/** Of a kind that is in namespaces. */
export function local(groupVersion: string, kind: string, plural: string, fields: Fields): Sample {
  return sample(groupVersion, kind, `namespaces/{ns}/${plural}`, fields);
}

const pathOf = (groupVersion: string, rest: string): string =>
  `/${groupVersion.includes('/') ? 'apis' : 'api'}/${groupVersion}/${rest}`;

function objectOf(apiVersion: string, kind: string, { metadata, ...fields }: Fields): object {
  const labels = { app: 'sample', 'example.test/part': 'one' };
  const own = { name: 'sample', labels, annotations: { note: 'ä — 中' }, finalizers: ['example.test/hold'] };
  return { apiVersion, kind, metadata: { ...own, ...(metadata as object) }, ...fields };
}
