import type { Column, Resource } from '../kinds/resource.ts';
import { ageOf } from '../object/age.ts';
import type { KubeObject } from '../object/kube-object.ts';
import type { Representation } from './media-type.ts';
import { metadataOnly } from './metadata-only.ts';

export type TableOptions = {
  readonly representation: Representation;
  readonly metadata: object;
  readonly now: Date;
  /** Of a watch's events only the first says what the columns are. */
  readonly withColumns: boolean;
};

/** metav1.Table: the columns a kind shows, each row with its object, or as much of it as was asked for. */
export function presentTable(
  items: readonly KubeObject[],
  resource: Resource,
  { representation, metadata, now, withColumns }: TableOptions,
): object {
  const own = resource.columns ?? [AGE];
  const columns = own.some(({ name }) => name === NAME.name) ? own : [NAME, ...own];
  const rows = items.map((object) => ({
    cells: columns.map(({ cell }) => cell(object, now) ?? null),
    object: included(object, representation),
  }));
  const columnDefinitions = withColumns ? columns.map(toDefinition) : null;
  return { kind: 'Table', apiVersion: `meta.k8s.io/${representation.version}`, metadata, columnDefinitions, rows };
}

function included(object: KubeObject, { includeObject = 'Metadata', version }: Representation): object | null {
  if (includeObject === 'Object') return object;
  // What ends the initial events is told by an annotation.
  const isMark = object.metadata.annotations?.['k8s.io/initial-events-end'] !== undefined;
  return includeObject === 'Metadata' || isMark ? metadataOnly(object, version) : null;
}

const toDefinition = ({ name, type, format = '', description = '', priority = 0 }: Column): object => ({
  name,
  type,
  format,
  description,
  priority,
});

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
