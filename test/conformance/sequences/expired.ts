import type { Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, configMap, get, patch, post } from './requests.ts';

const page = (token: string, more: Partial<Step> = {}): Step =>
  get(`${CONFIG_MAPS}?limit=1&continue=${encodeURIComponent(token)}`, more);

/** What is left when history was forgotten. They run alone: whoever reads at that moment meets it too. */
export const EXPIRED_SEQUENCES: readonly Sequence[] = [
  {
    name: 'expired-pages',
    steps: [
      ...['a', 'b', 'c', 'd'].map((name) => post(CONFIG_MAPS, configMap(name))),
      get(`${CONFIG_MAPS}?limit=1`),
      patch('merge', `${CONFIG_MAPS}/c`, { data: { a: 'later' } }),
      (past) => page(metadataOf(past[4]).continue, { compacts: true }),
      (past) => page(metadataOf(past[6]).continue),
      (past) => page(metadataOf(past[7]).continue),
      (past) => get(`${CONFIG_MAPS}?resourceVersion=${metadataOf(past[3]).resourceVersion}&resourceVersionMatch=Exact`),
      (past) =>
        get(`${CONFIG_MAPS}?resourceVersion=${metadataOf(past[3]).resourceVersion}&resourceVersionMatch=NotOlderThan`),
    ],
  },
];
