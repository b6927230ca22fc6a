import type { Sequence } from '../sequence.ts';
import { at, CONFIG_MAPS, configMap, get, post } from './requests.ts';

const [LARGE, ...LARGER] = ['9999999999999999', '9223372036854775807', '18446744073709551615'];
const QUERIES = ['', '&limit=1', '&resourceVersionMatch=Exact', '&resourceVersionMatch=NotOlderThan'];
const watch = (version: string): string => `${CONFIG_MAPS}?watch=1&timeoutSeconds=1&resourceVersion=${version}`;

/** Versions no server has come to; the answers tell which one it has. kube-apiserver waits 3 s for each. */
export const LARGE_VERSION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'large-versions',
    steps: [
      post(CONFIG_MAPS, configMap('one')),
      ...QUERIES.map((more) => get(`${CONFIG_MAPS}?resourceVersion=${LARGE}${more}`, { select: at('details') })),
      get(`${CONFIG_MAPS}/one?resourceVersion=${LARGE}`, { select: at('details') }),
      get(watch(`${LARGE}`)),
      ...LARGER.map((version) => get(`${CONFIG_MAPS}?resourceVersion=${version}`, { select: at('details') })),
      get(`${CONFIG_MAPS}?resourceVersion=18446744073709551616`, { select: at('reason') }),
    ],
  },
];
