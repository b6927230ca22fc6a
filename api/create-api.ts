import express from 'express';
import type { ApiDeps } from './api-deps.ts';
import { createGatekeeper } from './auth/gatekeeper.ts';
import { errorHandler, notFound } from './http/error-handler.ts';
import { assignRequestId } from './http/request-id.ts';
import { requestLog } from './http/request-log.ts';
import { securityHeaders } from './http/security-headers.ts';
import { mountRoutes } from './routes/mount-routes.ts';
import { routeTable } from './routes/route-table.ts';

/** The REST API of `contract.ts` as an Express application. */
export function createApi(deps: ApiDeps): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // One value or a list of texts, never objects.
  app.set('query parser', 'simple');
  app.use(assignRequestId(), requestLog(deps.logger), securityHeaders(deps.tls));
  app.use(
    mountRoutes(routeTable(deps, deps.version), {
      ...deps,
      gatekeeper: createGatekeeper(deps.authenticator, deps.authorizer),
    }),
  );
  app.use(notFound, errorHandler(deps.logger));
  return app;
}
