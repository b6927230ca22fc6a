import { methodNotAllowed } from '../errors/index.ts';
import type { ExtraRoutes } from './router.ts';

/** The Kubernetes release whose API is served; clients choose features by it. */
export const KUBERNETES_VERSION = { major: '1', minor: '34', gitVersion: 'v1.34.4+durasync' };

/** /version, and whether the server lives and is ready. */
export function serverRoutes(isReady: () => boolean): ExtraRoutes {
  return async ({ path, method }) => {
    if (path === '/version' && method !== 'GET') throw methodNotAllowed();
    if (path === '/version') return { status: 200, body: versionInfo() };
    if (path === '/healthz' || path === '/livez') return ok();
    if (path !== '/readyz') return undefined;
    return isReady() ? ok() : { status: 500, text: 'not ready\n', contentType: 'text/plain; charset=utf-8' };
  };
}

const ok = () => ({ status: 200, text: 'ok', contentType: 'text/plain; charset=utf-8' });

function versionInfo(): object {
  const { version, arch, platform } = process;
  return {
    ...KUBERNETES_VERSION,
    emulationMajor: '1',
    emulationMinor: '34',
    minCompatibilityMajor: '1',
    minCompatibilityMinor: '33',
    gitCommit: '',
    gitTreeState: '',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: `node ${version}`,
    compiler: 'v8',
    platform: `${platform}/${arch}`,
  };
}
