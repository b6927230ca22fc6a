type Fields = { readonly [field: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an item of a discovery document is called. */
function nameOf(item: unknown): unknown {
  if (!isObject(item)) return item;
  const { name, subresource, resource, metadata, version } = item;
  return name ?? subresource ?? resource ?? (isObject(metadata) ? metadata['name'] : undefined) ?? version;
}

/** A server's discovery document without the groups, versions and resources the other does not serve. */
export function restrict(document: unknown, other: unknown): unknown {
  if (Array.isArray(document) && Array.isArray(other)) {
    return document.flatMap((item: unknown) => {
      const counterpart = other.findIndex((one) => nameOf(one) === nameOf(item));
      return counterpart < 0 ? [] : [restrict(item, other[counterpart])];
    });
  }
  if (!isObject(document) || !isObject(other)) return document;
  const entries = Object.entries(document).map(([field, value]) => [field, restrict(value, other[field])]);
  return Object.fromEntries(entries);
}
