import type { Sequence } from '../sequence.ts';
import { get } from './requests.ts';

/** Checks both servers have. */
const SHARED = /(ping|etcd|shutdown)( excluded:)? (ok|failed)|^warn|check (passed|failed)/;

const shared = (body: unknown): string[] =>
  String(body)
    .split('\n')
    .filter((line) => SHARED.test(line));

export const HEALTH_SEQUENCES: readonly Sequence[] = [
  {
    name: 'health',
    steps: [
      ...['healthz', 'livez', 'readyz'].flatMap((path) => [
        get(`/${path}`),
        get(`/${path}?verbose`, { select: shared }),
        get(`/${path}?verbose=false`, { select: shared }),
        get(`/${path}?verbose&exclude=ping&exclude=x&exclude=b`, { select: shared }),
        get(`/${path}/ping`),
        get(`/${path}/etcd?verbose`),
        get(`/${path}/none`),
        get(`/${path}/ping`, { as: 'bob' }),
        get(`/${path}?verbose`, { as: 'bob', select: shared }),
      ]),
      get('/metrics', { as: 'bob' }),
    ],
  },
];
