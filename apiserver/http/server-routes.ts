import { methodNotAllowed } from '../errors/index.ts';
import type { ExtraRoutes } from './router.ts';

/** The Kubernetes release whose API is served; clients choose features by it. */
export const KUBERNETES_VERSION = { major: '1', minor: '34', gitVersion: 'v1.34.4+durasync' };

/** /version */
export function serverRoutes(): ExtraRoutes {
  return async ({ path, method }) => {
    if (path === '/version' && method !== 'GET') throw methodNotAllowed();
    return path === '/version' ? { status: 200, body: versionInfo() } : undefined;
  };
}

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
