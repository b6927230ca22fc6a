import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { until } from '../../../support/until.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

type Json = Record<string, unknown>;
type Paths = Record<string, { serverRelativeURL: string }>;

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
  await server.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition());
  await until('the custom kind', async () => 'apis/example.com/v1' in (await rootPaths()));
});
afterAll(() => server.stop());

function definition(): Json {
  const replicas = { type: 'integer', nullable: true, default: 1 };
  const schema = {
    type: 'object',
    properties: { spec: { type: 'object', description: 'What it is.', properties: { replicas } } },
  };
  return {
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}

async function rootPaths(): Promise<Paths> {
  return (await server.request('GET', '/openapi/v3')).body['paths'] as Paths;
}

async function documentOf(name: string): Promise<Json> {
  const { serverRelativeURL } = (await rootPaths())[name] ?? { serverRelativeURL: '/nowhere' };
  return (await server.request('GET', serverRelativeURL)).body;
}

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Json | undefined)?.[name], value);

/** References of a document to what is not in it. */
function danglingReferences(document: Json): string[] {
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  const missing = [...references].filter(([, path = '']) => at(document, ...path.split('/')) === undefined);
  return [...new Set(missing.map(([text]) => text))];
}

/** A field that is called $ref, as schemas in definitions have one, is no reference; the validator thinks so. */
async function validationErrors(document: Json): Promise<unknown> {
  const copy = JSON.parse(
    JSON.stringify(document, (name, value: unknown) => (isFieldCalledRef(name, value) ? undefined : value)),
  ) as Json;
  return (await new Validator().validate(copy)).errors;
}

const isFieldCalledRef = (name: string, value: unknown): boolean => name === '$ref' && typeof value === 'object';

describe('/openapi/v3', () => {
  test('has a valid document for every version of a group', async () => {
    const names = Object.keys(await rootPaths());
    expect(names).toEqual(expect.arrayContaining(['api/v1', 'apis/apiextensions.k8s.io/v1', 'apis/example.com/v1']));
    for (const name of names) {
      const document = await documentOf(name);
      expect(danglingReferences(document)).toEqual([]);
      expect(await validationErrors(document)).toBeUndefined();
    }
  });

  test('says what clients choose by: strict validation, strategic merge patches, the kind of a path', async () => {
    const patch = at(await documentOf('api/v1'), 'paths', '/api/v1/namespaces/{namespace}/configmaps/{name}', 'patch');
    expect(at(patch, 'x-kubernetes-group-version-kind')).toEqual({ group: '', version: 'v1', kind: 'ConfigMap' });
    expect(at(patch, 'requestBody', 'content')).toHaveProperty(['application/strategic-merge-patch+json']);
    expect(at(patch, 'parameters')).toContainEqual(expect.objectContaining({ name: 'fieldValidation', in: 'query' }));
    const path = '/apis/example.com/v1/namespaces/{namespace}/widgets/{name}';
    const custom = at(await documentOf('apis/example.com/v1'), 'paths', path, 'patch', 'requestBody', 'content');
    expect(custom).not.toHaveProperty(['application/strategic-merge-patch+json']);
  });

  test('tells the values and defaults of fields, and operations by the names clients have for them', async () => {
    const core = await documentOf('api/v1');
    expect(at(core, 'components', 'schemas', 'io.k8s.api.core.v1.ServicePort', 'properties', 'protocol')).toMatchObject(
      {
        default: 'TCP',
        enum: ['SCTP', 'TCP', 'UDP'],
        description: expect.stringMatching(/Possible enum values:\n - `"SCTP"` is the SCTP protocol\./),
      },
    );
    expect(
      at(core, 'components', 'schemas', 'io.k8s.api.core.v1.ConfigMapList', 'properties', 'items', 'items'),
    ).toEqual({
      default: {},
      allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.ConfigMap' }],
    });
    const rbac = await documentOf('apis/rbac.authorization.k8s.io/v1');
    const path = '/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/roles';
    expect(at(rbac, 'paths', path, 'delete', 'operationId')).toBe('deleteRbacAuthorizationV1CollectionNamespacedRole');
  });

  test('describes a custom kind by its own schema', async () => {
    const schema = at(await documentOf('apis/example.com/v1'), 'components', 'schemas', 'com.example.v1.Widget');
    expect(schema).toMatchObject({
      'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Widget' }],
      properties: {
        metadata: { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] },
        spec: { description: 'What it is.', properties: { replicas: { nullable: true, default: 1 } } },
      },
    });
  });

  test('changes the address of a document with what is in it', async () => {
    const before = await rootPaths();
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com';
    const patch = [{ op: 'add', path: '/spec/versions/0/schema/openAPIV3Schema/description', value: 'A widget.' }];
    await server.request('PATCH', path, patch, 'application/json-patch+json');
    const name = 'apis/example.com/v1';
    await until(
      'another address',
      async () => (await rootPaths())[name]?.serverRelativeURL !== before[name]?.serverRelativeURL,
    );
    expect((await rootPaths())['api/v1']).toEqual(before['api/v1']);
  });

  test('is not sent again to who has it', async () => {
    const url = `${server.url}${(await rootPaths())['api/v1']?.serverRelativeURL}`;
    const first = await fetch(url);
    expect(first.headers.get('cache-control')).toContain('immutable');
    await first.arrayBuffer();
    const again = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect({ status: again.status, text: await again.text() }).toEqual({ status: 304, text: '' });
  });

  test('has nothing in protobuf and nothing of what is not served', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf';
    expect((await fetch(`${server.url}/openapi/v3/api/v1`, { headers: { accept } })).status).toBe(406);
    expect((await server.request('GET', '/openapi/v3/apis/nothing.example.com/v1')).status).toBe(404);
  });
});

describe('/openapi/v2', () => {
  test('is one valid document of all kinds, with nothing that version does not know', async () => {
    const { status, body } = await server.request('GET', '/openapi/v2');
    expect(status).toBe(200);
    expect(danglingReferences(body)).toEqual([]);
    expect(await validationErrors(body)).toBeUndefined();
    expect(at(body, 'definitions', 'com.example.v1.Widget', 'properties', 'spec', 'properties', 'replicas')).toEqual(
      {},
    );
    expect(at(body, 'paths')).toHaveProperty(['/apis/example.com/v1/widgets']);
    const protocol = at(body, 'definitions', 'io.k8s.api.core.v1.ServicePort', 'properties', 'protocol');
    expect(protocol).toMatchObject({ enum: ['SCTP', 'TCP', 'UDP'] });
    expect(protocol).not.toHaveProperty('default');
  });

  test('is told in protobuf to who asks for that, and by both spellings of its type', async () => {
    for (const accept of [
      'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
      'text/html, application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
    ]) {
      const response = await fetch(`${server.url}/openapi/v2`, { headers: { accept } });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
      // The first field: swagger, "2.0".
      expect([...new Uint8Array(await response.arrayBuffer()).slice(0, 5)]).toEqual([0x0a, 3, 0x32, 0x2e, 0x30]);
    }
    expect((await fetch(`${server.url}/openapi/v2`, { headers: { accept: 'text/html' } })).status).toBe(406);
  });
});
