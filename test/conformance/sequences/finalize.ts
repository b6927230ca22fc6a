import type { Sequence } from '../sequence.ts';
import { get, post, put } from './requests.ts';

const NAME = 'f-{id}';
const OWN = `/api/v1/namespaces/${NAME}`;

const WRITTEN: readonly { metadata: object; spec?: object; status?: object }[] = [
  { metadata: { name: NAME, resourceVersion: '1' } },
  { metadata: { name: NAME, uid: 'x' } },
  { metadata: { name: NAME, uid: 'x', resourceVersion: '1' } },
  { metadata: { name: 'other' } },
  { metadata: {} },
  { metadata: { name: NAME, resourceVersion: 'x' } },
  { metadata: { name: NAME, labels: { a: 'b' } }, spec: { finalizers: ['kubernetes'] } },
  { metadata: { name: NAME }, spec: { finalizers: ['kubernetes', 'a.b/c'] }, status: { phase: 'Terminating' } },
];

/** The finalizers of a namespace are written with all else of it, but for its status. */
export const FINALIZE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'finalize',
    steps: [
      post('/api/v1/namespaces', { metadata: { name: NAME } }),
      ...WRITTEN.map((body) => put(`${OWN}/finalize`, body)),
      get(OWN),
      put('/api/v1/namespaces/none-{id}/finalize', { metadata: { name: 'none-{id}' } }),
    ],
  },
];
