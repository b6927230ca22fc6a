import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from '@jest/globals';
import { openApiDocument } from '../../../api/openapi/openapi-document.ts';
import { mountRoutes } from '../../../api/routes/mount-routes.ts';
import { routeTable } from '../../../api/routes/route-table.ts';
import type { RouteDeps } from '../../../api/api-deps.ts';

// Routes touch what they work with only when they are called.
const routes = routeTable({} as RouteDeps, '1.2.3');
const document = openApiDocument(routes, '1.2.3') as {
  paths: Record<string, Record<string, { security?: unknown; operationId?: string }>>;
};
const methods = ['get', 'post', 'put', 'patch', 'delete'];

const documented = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.keys(item)
    .filter((key) => methods.includes(key))
    .map((method) => `${method} ${path}`),
);

function registered(): string[] {
  const router = mountRoutes(routes, {} as Parameters<typeof mountRoutes>[1]);
  return router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const template = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const taken = route.stack.map(({ method }) => method).filter((method) => method !== undefined);
    return [...new Set(taken)].filter((method) => methods.includes(method)).map((method) => `${method} ${template}`);
  });
}

describe('openApiDocument', () => {
  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(
      JSON.parse(JSON.stringify(document)) as Parameters<Validator['validate']>[0],
    );
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test('has every registered route and no other', () => {
    expect(registered().length).toBeGreaterThan(10);
    expect(documented.toSorted()).toEqual(registered().toSorted());
  });

  test('demands a token for all but four routes', () => {
    const open = Object.entries(document.paths)
      .filter(([, item]) => Object.values(item).some((operation) => operation.operationId && !operation.security))
      .map(([path]) => path);
    expect(open).toEqual(['/healthz', '/readyz', '/metrics', '/openapi.json']);
  });

  test('every operation has a name of its own', () => {
    const names = routes.map((route) => route.operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  test('refers only to components that exist', () => {
    const { components } = document as unknown as { components: { schemas: object } };
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(refs.length).toBeGreaterThan(10);
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(refs));
  });
});
