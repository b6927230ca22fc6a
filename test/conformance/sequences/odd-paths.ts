import type { Sequence } from '../sequence.ts';
import { CONFIG_MAPS, configMap, CORE, get, post, remove } from './requests.ts';

/** Some of those both serve. */
const PATHS = new Set(['/api', '/api/v1', '/apis', '/apis/', '/apis/apps', '/apis/apps/v1', '/healthz', '/version']);
const known = (body: unknown): unknown => (body as { paths: string[] }).paths.filter((path) => PATHS.has(path));

/** Paths with too many slashes, or with names no object has. */
export const ODD_PATH_SEQUENCES: readonly Sequence[] = [
  {
    name: 'odd-paths',
    steps: [
      get('/', { select: known }),
      post('/', {}, { select: known }),
      post(`${CORE}//configmaps`, configMap('one')),
      get(`${CORE}//configmaps`),
      get(`/${CONFIG_MAPS}`),
      get('/api//v1/namespaces'),
      get('/api/v1//namespaces'),
      get('/api/v1/namespaces//default'),
      get('/api/v1/namespaces/{ns}/', { select: () => '' }),
      get(`${CONFIG_MAPS}/`),
      get('/apis//'),
      get('//apis'),
      get('//healthz'),
      get(`${CONFIG_MAPS}/one/two/three/four`),
      get(`${CONFIG_MAPS}/a%2fb`),
      get(`${CORE}%2fconfigmaps`),
      get('/api/v1/namespaces/a%2fb/configmaps'),
      get(`${CONFIG_MAPS}/%25`),
      get(`${CONFIG_MAPS}/a%25b`),
      remove(`${CONFIG_MAPS}/a%25b`),
      get('/api/v1/namespaces/a%25b/configmaps'),
      get('/api/v1/namespaces/a%25b'),
    ],
  },
];
