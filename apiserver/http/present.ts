import type { Column, Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import { ageOf } from '../object/age.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import type { ObjectList } from '../rest/list-objects.ts';
import type { Representation } from './media-type.ts';

export type Presentation = { readonly representation: Representation; readonly now: Date };

/** An object in the form that was asked for. */
export function presentObject(object: KubeObject, resource: Resource, { representation, now }: Presentation): unknown {
  if (representation.as === 'Table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    return table([object], resource, { metadata, now, representation, withColumns: true });
  }
  return representation.as === 'PartialObjectMetadata' ? metadataOnly(object, representation.version) : object;
}

export function presentList(list: ObjectList, resource: Resource, { representation, now }: Presentation): unknown {
  const { items, metadata } = list;
  if (representation.as === 'Table')
    return table(items, resource, { metadata, now, representation, withColumns: true });
  if (representation.as === 'PartialObjectMetadataList') {
    const { version } = representation;
    const rows = items.map((item) => metadataOnly(item, version));
    return { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${version}`, metadata, items: rows };
  }
  const type = { kind: resource.listKind, apiVersion: apiVersionOf(resource) };
  const shown = items.map((item) => presentItem(item, resource));
  return { ...type, metadata: listMetadata(metadata, resource), items: shown };
}

/** A built-in kind's items go without their type, as typed lists are encoded. */
export const presentItem = (object: KubeObject, { decoding }: Resource): object =>
  decoding === 'typed' ? withoutType(object) : object;

/** A custom kind's list tells of its end, too. */
export const listMetadata = (metadata: ObjectList['metadata'], { decoding }: Resource): object =>
  decoding === 'typed' ? metadata : { continue: '', ...metadata };

function withoutType(object: KubeObject): object {
  const item: JsonObject = { ...object };
  delete item['kind'];
  delete item['apiVersion'];
  return item;
}

/** The rows of a watch's event; only the first says what the columns are. */
export function presentRow(
  object: KubeObject,
  resource: Resource,
  options: Presentation & { withColumns: boolean },
): unknown {
  return table([object], resource, { ...options, metadata: { resourceVersion: object.metadata.resourceVersion } });
}

export function metadataOnly({ metadata }: KubeObject, version: string): object {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata };
}

const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
  cell: ({ metadata }) => metadata.name ?? '',
};

const AGE: Column = {
  name: 'Age',
  type: 'date',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.',
  cell: ({ metadata }, now) => ageOf(metadata.creationTimestamp, now),
};

type TableOptions = Presentation & { readonly metadata: object; readonly withColumns: boolean };

/** meta.k8s.io's Table: the columns a kind shows, each row with what was asked for of its object. */
function table(items: readonly KubeObject[], resource: Resource, options: TableOptions): object {
  const { metadata, now, representation, withColumns } = options;
  const own = resource.columns ?? [AGE];
  const columns = own.some(({ name }) => name === NAME.name) ? own : [NAME, ...own];
  const columnDefinitions = columns.map(({ name, type, format = '', description = '', priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
  const rows = items.map((object) => ({
    cells: columns.map(({ cell }) => cell(object, now) ?? null),
    object: rowObject(object, representation),
  }));
  const shown = withColumns ? columnDefinitions : null;
  const apiVersion = `meta.k8s.io/${representation.version}`;
  return { kind: 'Table', apiVersion, metadata, columnDefinitions: shown, rows };
}

function rowObject(object: KubeObject, { version, rowObject: wanted }: Representation): object | null {
  if (wanted === 'None') return null;
  return wanted === 'Object' ? object : metadataOnly(object, version);
}
