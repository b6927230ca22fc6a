import type { Sequence, Step } from '../sequence.ts';
import type { Schema } from './definitions.ts';
import { DEFINITIONS, gadgets, withField } from './definitions.ts';
import { get, post } from './requests.ts';

const GADGETS = '/apis/{id}.conf.dev/v1/namespaces/{ns}/gadgets';
const integer = { type: 'integer' };

const ports = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['port', 'protocol'],
  items: {
    type: 'object',
    required: ['port'],
    properties: { port: integer, protocol: { type: 'string', default: 'UDP' }, weight: integer },
  },
};

const apply = (manager: string, items: readonly Schema[]): Step => ({
  method: 'PATCH',
  path: `${GADGETS}/one?fieldManager=${manager}`,
  contentType: 'application/apply-patch+yaml',
  body: { apiVersion: '{id}.conf.dev/v1', kind: 'Gadget', metadata: { name: 'one' }, spec: { f: items } },
});

/** Keys of list items that are left out are what the schema says, also where built-in kinds have another default. */
export const APPLY_KEY_DEFAULT_SEQUENCES: readonly Sequence[] = [
  {
    name: 'apply-key-defaults',
    steps: [
      post(DEFINITIONS, gadgets(withField(ports)), { select: () => '' }),
      get(GADGETS, { until: ({ status }) => status === 200, select: () => '' }),
      apply('a', [{ port: 1 }, { port: 1, protocol: 'TCP' }]),
      apply('b', [{ port: 1, protocol: 'UDP', weight: 2 }]),
      apply('a', [{ port: 1, weight: 3 }]),
      apply('a', [{ port: 1, protocol: 'TCP' }]),
    ],
  },
];
