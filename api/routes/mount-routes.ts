import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import type { Access } from '../auth/caller.ts';
import type { Gatekeeper } from '../auth/gatekeeper.ts';
import { ProblemError } from '../http/problem.ts';
import { validateQuery } from '../http/validate.ts';
import type { ApiMetrics } from '../metrics.ts';
import { readPathParameters } from './path-parameters.ts';
import type { Route, RouteContext } from './route.ts';

/** What every route passes through. */
export interface MountDeps {
  readonly gatekeeper: Gatekeeper;
  readonly metrics: ApiMetrics;
}

const bodyLimit = 1024 * 1024;
const readJson = express.json({ limit: bodyLimit, type: () => true, inflate: false, strict: true });

/**
 * A router of these routes. Order of the checks: token, path, rights, query, type of the body, body. An address that
 * exists with another method is answered 405.
 */
export function mountRoutes(routes: readonly Route[], deps: MountDeps): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const [path, ofPath] of Map.groupBy(routes, (route) => route.path)) {
    const place = router.route(expressPath(path));
    for (const route of ofPath) place[route.method](measure(route, deps.metrics), serve(route, deps.gatekeeper));
    place.all(refuseMethod(ofPath));
  }
  return router;
}

/** `/jobs/{name}` → `/jobs/:name`. */
export const expressPath = (template: string): string => template.replaceAll(/\{(\w+)\}/g, ':$1');

function measure(route: Route, metrics: ApiMetrics): RequestHandler {
  return (_request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      if (String(response.getHeader('content-type')).startsWith('text/event-stream')) return;
      const labels = { method: route.method.toUpperCase(), route: route.path, status: String(response.statusCode) };
      metrics.requestSeconds.observe(labels, (performance.now() - startedAt) / 1_000);
    });
    next();
  };
}

function serve(route: Route, gatekeeper: Gatekeeper): RequestHandler {
  return async (request, response, next) => {
    const { authorization } = request.headers;
    const caller = route.access && (await gatekeeper.identify(authorization));
    if (caller) response.locals['caller'] = caller;
    const params = readPathParameters(request.params);
    const wantsStream = prefersStream(route, request);
    const accesses = demandedAccess(route, params, wantsStream);
    if (caller) await gatekeeper.demand(caller, accesses);
    const query = route.query ? validateQuery(route.query, request.query) : {};
    const body = route.body ? await readBody(route.body.mediaType, request, response) : {};
    const checkAgain = async (): Promise<void> => gatekeeper.demand(await gatekeeper.identify(authorization), accesses);
    const signal = leavingSignal(response);
    await route.handle({ request, response, params, query, body, caller, wantsStream, signal, checkAgain });
    if (!response.headersSent && !response.destroyed) next(new Error(`${route.operationId} gave no answer`));
  };
}

function prefersStream(route: Route, request: Request): boolean {
  const types = new Set(Object.values(route.answers).flatMap(({ content = {} }) => Object.keys(content)));
  if (!types.delete('text/event-stream')) return false;
  // What the client likes equally well is answered without a stream.
  return request.accepts([...types, 'text/event-stream']) === 'text/event-stream';
}

function demandedAccess(route: Route, params: RouteContext['params'], wantsStream: boolean): Access[] {
  const { namespace, name } = params;
  return (route.access ?? [])
    .filter(({ onlyForStream = false }) => wantsStream || !onlyForStream)
    .map(({ verb, subresource }) => ({
      verb,
      ...(subresource && { subresource }),
      ...(namespace && { namespace }),
      ...(name && { name }),
    }));
}

async function readBody(mediaType: string, request: Request, response: Response): Promise<Record<string, unknown>> {
  if (!request.is(mediaType)) {
    const detail = `Send a body of Content-Type ${mediaType}.`;
    const header = request.method === 'PATCH' ? 'accept-patch' : 'accept-post';
    throw new ProblemError('unsupported-media-type', { detail, headers: { [header]: mediaType } });
  }
  await new Promise<void>((resolve, reject) => {
    const next = (error?: unknown): void => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('unreadable body', { cause: error }));
    };
    readJson(request, response, next);
  });
  const body: unknown = request.body;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new ProblemError('malformed-request', { detail: 'The body must be a JSON object.' });
}

function leavingSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort(new DOMException('the client left', 'AbortError')));
  return controller.signal;
}

function refuseMethod(routes: readonly Route[]): RequestHandler {
  const methods = new Set(routes.map((route) => route.method.toUpperCase()));
  if (methods.has('GET')) methods.add('HEAD');
  const allow = [...methods].join(', ');
  return (request, _response, next) => {
    const detail = `${request.method} is not possible here; this address takes ${allow}.`;
    next(new ProblemError('method-not-allowed', { detail, headers: { allow } }));
  };
}
