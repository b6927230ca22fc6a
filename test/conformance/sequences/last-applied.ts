import type { Sequence, Step } from '../sequence.ts';
import { CONFIG_MAPS, configMap, patch, post } from './requests.ts';

const ONE = `${CONFIG_MAPS}/one`;
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const apply = (data: unknown, query = 'fieldManager=kubectl', metadata: object = {}): Step => ({
  method: 'PATCH',
  path: `${ONE}?${query}`,
  body: configMap('one', data, metadata),
  contentType: 'application/apply-patch+yaml',
});

/** As kubectl's client-side apply leaves it. */
const keeps = (text: string): object => ({ annotations: { [LAST_APPLIED]: text } });
const text = (data: object, apiVersion = 'v1'): string =>
  JSON.stringify({ apiVersion, kind: 'ConfigMap', metadata: { name: 'one', annotations: {} }, data });
const clientSide = (data: object, last: string): Step =>
  patch('merge', `${ONE}?fieldManager=kubectl-client-side-apply`, { metadata: keeps(last), data });

export const LAST_APPLIED_SEQUENCES: readonly Sequence[] = [
  {
    name: 'last-applied',
    steps: [
      post(
        `${CONFIG_MAPS}?fieldManager=kubectl-client-side-apply`,
        configMap('one', { a: '1', b: '2' }, keeps(text({ a: '1', b: '2' }))),
      ),
      apply({ a: '9' }, 'fieldManager=other'),
      apply({ a: '9', c: '<&>' }),
      clientSide({ a: '5', d: '6' }, text({ a: '5' })),
      // One that client-side apply has set, one that it has not said.
      apply({ a: '8', d: '7' }),
      apply({ a: '8' }),
      clientSide({ a: '4' }, text({ a: '4' }, 'v2')),
      apply({ a: '3' }),
      clientSide({ a: '4' }, 'no JSON'),
      apply({ a: '3' }),
      apply({ a: '3' }, 'fieldManager=kubectl&force=true', { labels: { z: '1', a: '2' } }),
      patch('merge', `${ONE}?fieldManager=x`, { metadata: { annotations: null } }),
      apply({ a: '2' }),
    ],
  },
];
