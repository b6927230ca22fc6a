type Fields = { readonly [field: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TOLD = [
  'kind',
  'resource',
  'subResource',
  'requestKind',
  'requestResource',
  'requestSubResource',
  'name',
  'namespace',
  'operation',
  'dryRun',
  'options',
  'object',
  'oldObject',
];

/** Of an object's metadata: each server has its own. */
const OWN = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'deletionTimestamp']);

/** What two servers must tell a webhook alike, as one text. */
export function summaryOf(request: Fields): string {
  return JSON.stringify(Object.fromEntries(TOLD.map((name) => [name, comparable(request[name], name)])));
}

function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item));
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(
    names.map((name) => [name, key === 'metadata' && OWN.has(name) ? 'set' : comparable(value[name], name)]),
  );
}
