import { fromTypeBox } from '../../resources/json-schema.ts';
import { PROBLEMS } from '../http/problem.ts';
import { pathParameters } from '../routes/path-parameters.ts';
import type { PathParameter } from '../routes/path-parameters.ts';
import type { Route, RouteAnswer } from '../routes/route.ts';
import { components } from './components.ts';
import type { ComponentName } from './components.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of these routes. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const byPath = Map.groupBy(routes, (route) => route.path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Durasync',
      version,
      description: `Errors are problem documents (RFC 9457) of these types: ${problemList()}.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'jobs', description: 'Mirrors and what they are told.' },
      { name: 'runs', description: 'What happened.' },
      { name: 'service', description: 'The API itself.' },
    ],
    paths: Object.fromEntries([...byPath].map(([path, ofPath]) => [path, pathItem(path, ofPath)])),
    components: {
      schemas: components,
      securitySchemes: {
        kubernetes: { type: 'http', scheme: 'bearer', description: 'A Kubernetes token, checked by TokenReview.' },
      },
    },
  };
}

const problemList = (): string =>
  Object.entries(PROBLEMS)
    .map(([type, { status }]) => `\`urn:durasync:problem:${type}\` (${status})`)
    .join(', ');

function pathItem(path: string, routes: readonly Route[]): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as PathParameter);
  const parameters = names.map((name) => {
    const { description, ...limits } = pathParameters[name];
    return { name, in: 'path', required: true, description, schema: { type: 'string', ...limits } };
  });
  const operations: Json = Object.fromEntries(routes.map((route) => [route.method, operation(route)]));
  return { ...(parameters.length > 0 && { parameters }), ...operations };
}

function operation(route: Route): Json {
  const { operationId, summary, tag, access, body } = route;
  const parameters = [...queryParameters(route), ...headerParameters(route)];
  return {
    operationId,
    summary,
    tags: [tag],
    ...(access && { description: rights(access), security: [{ kubernetes: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { [body.mediaType]: { schema: schemaRef(body.schema) } } } }),
    responses: { ...answers(route.answers), default: problemAnswer },
  };
}

function rights(access: NonNullable<Route['access']>): string {
  const each = access.map(({ verb, subresource, onlyForStream }) => {
    const right = `\`${verb}\` on \`jobs${subresource ? `/${subresource}` : ''}\``;
    return onlyForStream ? `${right} (for a stream)` : right;
  });
  return `Needs ${each.join(' and ')}.`;
}

function queryParameters({ query }: Route): Json[] {
  const { properties = {} } = query ? fromTypeBox(query) : {};
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    description,
    schema,
  }));
}

function headerParameters({ headers = {} }: Route): Json[] {
  return Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
}

function answers(all: Route['answers']): Json {
  return Object.fromEntries(Object.entries(all).map(([status, answer]) => [status, answerObject(answer)]));
}

function answerObject({ description, content = {} }: RouteAnswer): Json {
  const bodies = Object.entries(content).map(([mediaType, schema]) => [
    mediaType,
    { schema: schema === 'text' ? { type: 'string' } : schemaRef(schema) },
  ]);
  return { description, ...(bodies.length > 0 && { content: Object.fromEntries(bodies) as Json }) };
}

const schemaRef = (name: ComponentName): Json => ({ $ref: `#/components/schemas/${name}` });

const problemAnswer: Json = {
  description: 'A problem.',
  content: { 'application/problem+json': { schema: schemaRef('Problem') } },
};
