import type { TokenIssuer } from '../access/tokens/service-account-tokens.ts';
import { methodNotAllowed } from '../errors/index.ts';
import type { ExtraRoutes } from './router.ts';

const CONFIGURATION = '/.well-known/openid-configuration';
const KEYS = '/openid/v1/jwks';
const CACHED = { 'Cache-Control': 'public, max-age=3600' };

/** How others verify service accounts' tokens (OpenID Connect Discovery 1.0). @param url the server's own, told to clients */
export function issuerRoutes({ issuer, key }: TokenIssuer, url: () => string): ExtraRoutes {
  return async ({ path, method }) => {
    if (path !== CONFIGURATION && path !== KEYS) return undefined;
    if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
    if (path === CONFIGURATION) return { status: 200, headers: CACHED, body: configuration(issuer, url()) };
    const own = { use: 'sig', ...key.publicKey.export({ format: 'jwk' }), kid: key.id, alg: 'ES256' };
    return { status: 200, headers: CACHED, body: { keys: [own] }, contentType: 'application/jwk-set+json' };
  };
}

const configuration = (issuer: string, url: string): object => ({
  issuer,
  jwks_uri: `${url}${KEYS}`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
});
