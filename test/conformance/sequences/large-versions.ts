import type { Sequence } from '../sequence.ts';
import { at, CONFIG_MAPS, configMap, get, post } from './requests.ts';

const LARGE = ['1000000000000000', '9999999999999999', '9223372036854775807', '18446744073709551615'];
const QUERIES = ['', '&limit=1', '&resourceVersionMatch=Exact', '&resourceVersionMatch=NotOlderThan'];
const watch = (version: string): string => `${CONFIG_MAPS}?watch=1&timeoutSeconds=1&resourceVersion=${version}`;

/** Versions no server has come to; the answers tell which one it has. */
export const LARGE_VERSION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'large-versions',
    steps: [
      post(CONFIG_MAPS, configMap('one')),
      ...LARGE.flatMap((version) => [
        ...QUERIES.map((more) => get(`${CONFIG_MAPS}?resourceVersion=${version}${more}`, { select: at('details') })),
        get(`${CONFIG_MAPS}/one?resourceVersion=${version}`, { select: at('details') }),
        get(watch(version)),
      ]),
      get(`${CONFIG_MAPS}?resourceVersion=18446744073709551616`, { select: at('reason') }),
    ],
  },
];
