import type { Sequence } from '../sequence.ts';
import { CONFIG_MAPS, configMap, get, post } from './requests.ts';

export const TIME_LIMIT_SEQUENCES: readonly Sequence[] = [
  {
    name: 'time-limits',
    steps: [
      post(`${CONFIG_MAPS}?timeout=30s`, configMap('a')),
      ...['0s', '-1s', '1h', '1.5m', '.5m1s', '', 'abc', '10', '1y', '1s ', '1m.5x2s', '.s'].map((timeout) =>
        get(`${CONFIG_MAPS}/a?timeout=${encodeURIComponent(timeout)}`),
      ),
      get('/version?timeout=abc', { select: () => '' }),
      get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&timeout=abc`, { select: () => '' }),
      get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=-1&resourceVersion=0`, { select: () => '' }),
    ],
  },
];
