import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import type { ObjectList } from '../rest/list-objects.ts';
import type { Representation } from './media-type.ts';
import { metadataOnly } from './metadata-only.ts';
import { presentTable } from './present-table.ts';

export type Presentation = { readonly representation: Representation; readonly now: Date };

/** An object in the form that was asked for. */
export function presentObject(object: KubeObject, resource: Resource, { representation, now }: Presentation): unknown {
  if (representation.as === 'Table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    return presentTable([object], resource, { representation, metadata, now, withColumns: true });
  }
  return representation.as === 'PartialObjectMetadata' ? metadataOnly(object, representation.version) : object;
}

/** A list in the form its client asked for: as it is, as a Table, or as metadata only. */
export function presentList(list: ObjectList, resource: Resource, { representation, now }: Presentation): unknown {
  const { items, metadata } = list;
  if (representation.as === 'Table') {
    return presentTable(items, resource, { representation, metadata, now, withColumns: true });
  }
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
