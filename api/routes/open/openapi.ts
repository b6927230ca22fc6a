import { openApiDocument } from '../../openapi/openapi-document.ts';
import type { Route } from '../route.ts';

/** GET /openapi.json: the document of all routes, this one too. `routes` is asked for at the first request. */
export const openapi = (routes: () => readonly Route[], version: string): Route => {
  let document: string | undefined;
  return {
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This document',
    tag: 'service',
    answers: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': 'OpenApi' } } },
    async handle({ response }) {
      document ??= JSON.stringify(openApiDocument(routes(), version));
      response.type('application/json').send(document);
    },
  };
};
