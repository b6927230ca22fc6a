import type { Kinds } from '../kinds/kinds.ts';
import type { ExtraRoutes } from './router.ts';

const OTHERS = [
  '/.well-known/openid-configuration',
  '/api',
  '/apis',
  '/apis/',
  '/healthz',
  '/livez',
  '/metrics',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/',
  '/openid/v1/jwks',
  '/readyz',
  '/version',
];

/** `/`: the paths there are. */
export function indexRoutes(kinds: Kinds): ExtraRoutes {
  return async ({ path }) => (path === '/' ? { status: 200, body: { paths: pathsOf(kinds) } } : undefined);
}

function pathsOf(kinds: Kinds): string[] {
  const ofKinds = kinds
    .all()
    .flatMap(({ group, version }) => (group ? [`/apis/${group}`, `/apis/${group}/${version}`] : [`/api/${version}`]));
  return [...new Set([...OTHERS, ...ofKinds])].sort();
}
