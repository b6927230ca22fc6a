import type { Difference } from '../compare.ts';
import { differences } from '../compare.ts';
import type { Document } from './summarise-operation.ts';
import { summarise } from './summarise-operation.ts';

/** The JSON one server answers at a path. @throws Error unless it is one */
export type Get = (path: string) => Promise<unknown>;

type Named = Readonly<Record<string, unknown>>;
type V3 = Document & { readonly components: { readonly schemas: Named }; readonly info: unknown };
type V2 = Document & { readonly definitions: Named; readonly info: unknown };

/** Every schema and every operation our server describes, as kube-apiserver describes it; what only that serves is not told. */
export async function openapiV3(real: Get, ours: Get): Promise<Difference[]> {
  const [theirs, own] = await Promise.all([pathsOf(real), pathsOf(ours)]);
  const compared = Object.entries(own).map(async ([name, { serverRelativeURL }]) => {
    const where = `documents/openapi-v3: ${name}`;
    const there = theirs[name];
    if (!there) return [{ where, what: '', real: undefined, ours: 'a document' }];
    const [document, ownDocument] = (await Promise.all([real(there.serverRelativeURL), ours(serverRelativeURL)])) as [
      V3,
      V3,
    ];
    return [
      ...differences(document.info, ownDocument.info, `${where} info`),
      ...sharedDifferences(document.components.schemas, ownDocument.components.schemas, where),
      ...operationDifferences(document, ownDocument, where),
    ];
  });
  return (await Promise.all(compared)).flat();
}

/** The same of the one document of version 2. */
export async function openapiV2(real: Get, ours: Get): Promise<Difference[]> {
  const [theirs, own] = (await Promise.all([real('/openapi/v2'), ours('/openapi/v2')])) as [V2, V2];
  const where = 'documents/openapi-v2:';
  return [
    ...differences(theirs.info, own.info, `${where} info`),
    ...sharedDifferences(theirs.definitions, own.definitions, where),
    ...operationDifferences(theirs, own, where),
  ];
}

async function pathsOf(get: Get): Promise<Record<string, { serverRelativeURL: string }>> {
  return ((await get('/openapi/v3')) as { paths: Record<string, { serverRelativeURL: string }> }).paths;
}

const sharedDifferences = (theirs: Named, own: Named, where: string): Difference[] =>
  Object.entries(own).flatMap(([name, schema]) => differences(theirs[name], schema, `${where} ${name}`));

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

function operationDifferences(theirs: Document, own: Document, where: string): Difference[] {
  return Object.entries(own.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).flatMap((method) => {
      const [real, ours] = [theirs, own].map((document) => summarise(document, path, method));
      return differences(real, ours, `${where} ${method} ${path}`);
    }),
  );
}
