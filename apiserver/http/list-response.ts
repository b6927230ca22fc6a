import type { Resource } from '../kinds/resource.ts';
import { apiVersionOf } from '../kinds/resource.ts';
import type { RestDependencies } from '../rest/dependencies.ts';
import type { RecordList } from '../rest/list-records.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import { itemText, unchangedText } from '../rest/record-text.ts';
import type { StoredRecord } from '../storage/index.ts';
import type { ApiResponse } from './api-request.ts';
import { listMetadata, presentItem } from './present.ts';

/** A list as JSON, its objects' texts as they are stored wherever they are stored as they are served. */
export async function listResponse(
  rest: RestDependencies,
  resource: Resource,
  { metadata, first, more }: RecordList,
): Promise<ApiResponse> {
  const type = { kind: resource.listKind, apiVersion: apiVersionOf(resource) };
  const head = JSON.stringify({ ...type, metadata: listMetadata(metadata, resource), items: [] });
  const [start, end] = [head.slice(0, -2), ']}\n'];
  const begun = start + (await itemTexts(rest, resource, first));
  if (!more) return { status: 200, text: begun + end, contentType: 'application/json' };
  const texts = async function* (): AsyncGenerator<string> {
    yield begun;
    for await (const records of more()) yield `,${await itemTexts(rest, resource, records)}`;
    yield end;
  };
  return { status: 200, texts: texts() };
}

async function itemTexts(
  rest: RestDependencies,
  resource: Resource,
  records: readonly StoredRecord[],
): Promise<string> {
  const texts: string[] = [];
  for (const record of records) texts.push(itemText(record, resource) ?? (await convertedText(rest, resource, record)));
  return texts.join(',');
}

async function convertedText(rest: RestDependencies, resource: Resource, record: StoredRecord): Promise<string> {
  const stored = decodeRecord(record);
  const object = await rest.convert(stored, resource);
  const text = object === stored ? unchangedText(record, stored, resource) : undefined;
  return text ?? JSON.stringify(presentItem(object, resource));
}
