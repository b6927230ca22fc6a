import fc from 'fast-check';
import type { Answer, Sequence, Step } from './sequence.ts';
import { CONFIG_MAPS, configMap, get, patch, post, put, remove } from './sequences/requests.ts';

const NAME = fc.constantFrom('a', 'b');
const VALUE = fc.constantFrom('1', '2');
const KEY = fc.constantFrom('x', 'y', 'z');
const DATA = fc.dictionary(KEY, VALUE, { maxKeys: 3 });
const METADATA = fc.record(
  { labels: fc.dictionary(KEY, VALUE, { maxKeys: 2 }), finalizers: fc.constantFrom([], ['a.b/c']) },
  { requiredKeys: [] },
);
const MANAGER = fc.constantFrom('one', 'two');
const one = (name: string): string => `${CONFIG_MAPS}/${name}`;

const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(NAME, DATA, METADATA).map(([name, data, metadata]) => post(CONFIG_MAPS, configMap(name, data, metadata))),
  fc.tuple(NAME, DATA, METADATA).map(([name, data, metadata]) => put(one(name), configMap(name, data, metadata))),
  fc
    .tuple(NAME, fc.dictionary(KEY, fc.option(VALUE), { maxKeys: 2 }), fc.constantFrom('merge', 'strategic'))
    .map(([name, data, type]) => patch(type as 'merge', one(name), { data })),
  fc
    .tuple(NAME, KEY, VALUE, fc.constantFrom('add', 'remove', 'replace', 'test'))
    .map(([name, key, value, op]) =>
      patch('json', one(name), [{ op, path: `/data/${key}`, ...(op !== 'remove' && { value }) }]),
    ),
  fc.tuple(NAME, METADATA).map(([name, metadata]) => patch('merge', one(name), { metadata })),
  fc
    .tuple(NAME, fc.constant({ metadata: { finalizers: null } }))
    .map(([name, body]) => patch('merge', one(name), body)),
  fc.tuple(NAME, DATA, MANAGER, fc.boolean()).map(([name, data, manager, force]) => ({
    method: 'PATCH',
    path: `${one(name)}?fieldManager=${manager}&force=${force}`,
    body: configMap(name, data),
    contentType: 'application/apply-patch+yaml',
  })),
  NAME.map((name) => remove(one(name))),
  fc.tuple(KEY, VALUE).map(([key, value]) => remove(`${CONFIG_MAPS}?labelSelector=${key}%3D${value}`)),
  fc.tuple(KEY, VALUE).map(([key, value]) => get(`${CONFIG_MAPS}?labelSelector=${key}%3D${value}`)),
);

const first = ({ body }: Answer): string =>
  (body as { metadata: { resourceVersion: string } }).metadata.resourceVersion;

/** Any writes to two ConfigMaps; at the end what is there, and everything that happened as a watch shows it. */
export const RANDOM_SEQUENCE: fc.Arbitrary<Sequence> = fc.array(STEP, { minLength: 1, maxLength: 25 }).map((steps) => ({
  name: 'random',
  steps: [
    get(CONFIG_MAPS),
    ...steps,
    get(CONFIG_MAPS),
    (past) => get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&resourceVersion=${past[0] ? first(past[0]) : ''}`),
  ],
}));
