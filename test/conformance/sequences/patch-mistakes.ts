import type { Sequence, Step } from '../sequence.ts';
import { create, ONE, serve, withdraw } from './custom-resources.ts';
import { CONFIG_MAPS, configMap, patch, post } from './requests.ts';

type Failure = { readonly code?: number; readonly reason?: string; readonly details?: { readonly causes?: Cause[] } };
type Cause = { readonly reason: string; readonly field: string; readonly message: string };

/** What is wrong, without the object that is quoted. */
const withoutQuote = (body: unknown): unknown => {
  const { code, reason, details } = body as Failure;
  const causes = details?.causes?.map(({ message, ...cause }) => ({
    ...cause,
    message: /(strict decoding error|must be) .*/.exec(message)?.[0] ?? '',
  }));
  return { code, reason, causes };
};

const CONFIG_MAP = `${CONFIG_MAPS}/one`;
const strict = '?dryRun=All&fieldValidation=Strict';
const tryOn = (type: 'json' | 'merge' | 'strategic', path: string, body: unknown): Step =>
  patch(type, path, body, { select: withoutQuote });
const replaceRoot = (value: unknown): object[] => [{ op: 'replace', path: '', value }];

export const PATCH_MISTAKE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'patch-mistakes',
    steps: [
      ...serve({ properties: { size: { type: 'integer' } } }, { subresources: { status: {} } }),
      create({ size: 1 }),
      post(CONFIG_MAPS, configMap('one')),
      tryOn('merge', `${ONE}${strict}`, { spec: { unknown: 1 } }),
      tryOn('merge', `${ONE}${strict}`, { metadata: { unknown: 1 } }),
      tryOn('merge', `${ONE}/status${strict}`, { unknown: 1 }),
      tryOn('merge', `${ONE}${strict}`, '{"spec":{"size":1,"size":2}}'),
      tryOn('merge', `${CONFIG_MAP}${strict}`, '{"data":{"a":"1","a":"2"},"unknown":1}'),
      tryOn('strategic', `${CONFIG_MAP}${strict}`, { unknown: 1, other: 2 }),
      tryOn('strategic', `${CONFIG_MAP}${strict}`, '{"data":{"a":"1","a":"2"}}'),
      tryOn('json', `${CONFIG_MAP}${strict}`, [{ op: 'add', path: '/unknown', value: 1 }]),
      tryOn('json', `${CONFIG_MAP}${strict}`, '[{"op":"add","op":"add","path":"/data/b","value":"1"}]'),
      patch('json', `${CONFIG_MAP}?dryRun=All`, '[{"op":"add","op":"add","path":"/data/b","value":"1"}]'),
      tryOn('json', ONE, replaceRoot({})),
      tryOn('json', ONE, replaceRoot([])),
      tryOn('json', CONFIG_MAP, replaceRoot([])),
      tryOn('json', CONFIG_MAP, replaceRoot({})),
      tryOn('json', ONE, [{ op: 'remove', path: '/kind' }]),
      tryOn('merge', ONE, { kind: 'Gadget' }),
      tryOn('merge', ONE, { apiVersion: 'v2' }),
      tryOn('merge', ONE, { apiVersion: 'other.dev/v2', kind: 'Gadget' }),
      tryOn('merge', ONE, []),
      tryOn('merge', ONE, 'null'),
      tryOn('json', CONFIG_MAP, [{ op: 'remove', path: '/kind' }]),
      tryOn('merge', CONFIG_MAP, { kind: 'Gadget' }),
      tryOn('merge', CONFIG_MAP, { apiVersion: 'v2' }),
      tryOn('strategic', CONFIG_MAP, '"text"'),
      patch('strategic', `${CONFIG_MAP}?dryRun=All`, { kind: 'Gadget', apiVersion: 'v2' }),
      withdraw,
    ],
  },
];
