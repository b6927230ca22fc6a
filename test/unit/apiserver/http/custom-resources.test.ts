import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../support/until.ts';
import type { Answer, OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const USERS = '/apis/example.com/v1/namespaces/default/users';

const definition = (overrides: object = {}) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'users.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'users', kind: 'User', shortNames: ['usr'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: [{ name: 'Mail', type: 'string', jsonPath: '.spec.mail' }],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['mail'],
                properties: {
                  mail: { type: 'string', pattern: '^[^@]+@[^@]+$' },
                  role: { type: 'string', enum: ['admin', 'guest'], default: 'guest' },
                  age: { type: 'integer', minimum: 0 },
                },
              },
              status: { type: 'object', properties: { phase: { type: 'string' } } },
            },
          },
        },
      },
    ],
    ...overrides,
  },
});
const user = (name: string, spec: object) => ({ apiVersion: 'example.com/v1', kind: 'User', metadata: { name }, spec });
const isServed = async (): Promise<boolean> => (await server.request('GET', USERS)).status === 200;
const generation = ({ body }: Answer): unknown => (body['metadata'] as { generation: number }).generation;

beforeAll(async () => {
  server = await startOwnServer();
  expect((await server.request('POST', DEFINITIONS, definition())).status).toBe(201);
  await until('the kind to be served', isServed);
});
afterAll(() => server.stop());

describe('a custom resource', () => {
  test('is served once its definition is established', async () => {
    const { body } = await server.request('GET', `${DEFINITIONS}/users.example.com`);
    expect(body['status']).toMatchObject({
      acceptedNames: { plural: 'users', singular: 'user', kind: 'User', listKind: 'UserList', shortNames: ['usr'] },
      conditions: [
        { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts' },
        { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' },
      ],
      storedVersions: ['v1'],
    });
    const discovered = await server.request('GET', '/apis/example.com/v1');
    expect((discovered.body['resources'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'users',
      'users/status',
    ]);
  });

  test('gets its defaults, loses what its schema does not know, and counts its generations', async () => {
    const created = await server.request('POST', USERS, user('ann', { mail: 'a@b', unknown: 1 }));
    expect(created.body['spec']).toEqual({ mail: 'a@b', role: 'guest' });
    expect(generation(created)).toBe(1);
    const patch = (body: object, path = ''): Promise<Answer> =>
      server.request('PATCH', `${USERS}/ann${path}`, body, 'application/merge-patch+json');
    expect(generation(await patch({ metadata: { labels: { a: 'b' } } }))).toBe(1);
    expect(generation(await patch({ spec: { role: 'admin' } }))).toBe(2);
    const status = await patch({ status: { phase: 'Ready' }, spec: { role: 'guest' } }, '/status');
    expect(status.body).toMatchObject({ spec: { role: 'admin' }, status: { phase: 'Ready' } });
    expect(generation(status)).toBe(2);
    expect((await patch({ status: { phase: 'Lost' } })).body['status']).toEqual({ phase: 'Ready' });
  });

  test('is refused in the words of its schema', async () => {
    const { status, body } = await server.request('POST', USERS, user('bad', { mail: 'x', role: 'king', age: 'old' }));
    expect(status).toBe(422);
    expect((body['details'] as { causes: unknown }).causes).toEqual([
      {
        reason: 'FieldValueInvalid',
        field: 'spec.mail',
        message: `Invalid value: "x": spec.mail in body should match '^[^@]+@[^@]+$'`,
      },
      {
        reason: 'FieldValueNotSupported',
        field: 'spec.role',
        message: 'Unsupported value: "king": supported values: "admin", "guest"',
      },
      {
        reason: 'FieldValueTypeInvalid',
        field: 'spec.age',
        message: 'Invalid value: "string": spec.age in body must be of type integer: "string"',
      },
    ]);
    const missing = await server.request('POST', USERS, user('bad', {}));
    expect(missing.body['message']).toBe('User.example.com "bad" is invalid: spec.mail: Required value');
  });

  test('takes no strategic merge patch, and no PUT of what is not there or has no version', async () => {
    const strategic = await server.request('PATCH', `${USERS}/ann`, {}, 'application/strategic-merge-patch+json');
    expect(strategic.status).toBe(415);
    expect((await server.request('PUT', `${USERS}/none`, user('none', { mail: 'a@b' }))).status).toBe(404);
    expect((await server.request('PUT', `${USERS}/ann`, user('ann', { mail: 'a@b' }))).status).toBe(422);
  });

  test('goes with its definition', async () => {
    await server.request('DELETE', `${DEFINITIONS}/users.example.com`);
    await until(
      'the definition to go',
      async () => (await server.request('GET', `${DEFINITIONS}/users.example.com`)).status === 404,
    );
    expect(await isServed()).toBe(false);
    expect((await server.store.list({ prefix: '/example.com/' })).records).toEqual([]);
  });
});

describe('a definition', () => {
  test.each([
    ['another name', { group: 'other.com' }, 'metadata.name'],
    ['no version', { versions: [] }, 'spec.versions'],
    [
      'a schema with untyped fields',
      {
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec: {} } } },
          },
        ],
      },
      'spec.validation.openAPIV3Schema.properties[spec].type',
    ],
  ])('with %s is refused', async (_, overrides, field) => {
    const { status, body } = await server.request('POST', DEFINITIONS, definition(overrides));
    expect(status).toBe(422);
    expect((body['details'] as { causes: { field: string }[] }).causes.map((cause) => cause.field)).toContain(field);
  });

  test('of a built-in kind takes nothing from it, and goes without its objects', async () => {
    const name = 'ingresses.networking.k8s.io';
    const ingresses = '/apis/networking.k8s.io/v1/namespaces/default/ingresses';
    const names = { plural: 'ingresses', kind: 'Ingress' };
    const spec = { defaultBackend: { service: { name: 'a', port: { number: 80 } } } };
    expect((await server.request('POST', ingresses, { metadata: { name: 'kept' }, spec })).status).toBe(201);
    const own = { ...definition({ group: 'networking.k8s.io', names }), metadata: { name } };
    expect((await server.request('POST', DEFINITIONS, own)).status).toBe(201);
    const told = async () => JSON.stringify(await server.request('GET', `${DEFINITIONS}/${name}`));
    await until('the definition to be established', async () => (await told()).includes('InitialNamesAccepted'));
    expect((await server.request('GET', `${ingresses}/kept`)).body['spec']).toEqual(spec);
    await server.request('DELETE', `${DEFINITIONS}/${name}`);
    await until('the definition to go', async () => (await told()).includes('404'));
    expect((await server.request('GET', `${ingresses}/kept`)).body['spec']).toEqual(spec);
  });
});
