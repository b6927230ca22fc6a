import type { Sequence, Step } from '../sequence.ts';
import { create, ONE, serve, WIDGETS, widget, withdraw } from './custom-resources.ts';
import { patch, post } from './requests.ts';

const FREE = { 'x-kubernetes-preserve-unknown-fields': true };
/** The words of decoders differ. */
const withoutMessage = (body: unknown): unknown => ({ ...(body as object), message: '' });
const statusOnly = (body: unknown): unknown => (body as { kind: string }).kind;

/** An object with so many in each other, itself among them. */
const nested = (depth: number): string =>
  JSON.stringify(widget('deep', 0)).replace('"spec":0', `"spec":${'{"a":'.repeat(depth - 1)}1${'}'.repeat(depth - 1)}`);
const dryRun = (body: unknown, more: Partial<Step> = {}): Step => post(`${WIDGETS}?dryRun=All`, body, more);

const withSpec = (spec: string): string => JSON.stringify(widget('one', 0)).replace('"spec":0', `"spec":${spec}`);

/** All of them are kept as they are, or as Go's float64. */
const NUMBERS = (
  '9007199254740991 9007199254740992 -10000000000000000 9223372036854776000 1e19 1e300 0.1234567890123456789 1.0 ' +
  '9007199254740993.0'
).split(' ');

const yaml = (...spec: readonly string[]): string =>
  ["apiVersion: '{id}.conf.dev/v1'", 'kind: Widget', 'metadata: { name: one }', 'spec:', ...spec].join('\n');
const YAML_DUPLICATES = [
  yaml('  a: 1', '  a: 2'),
  yaml('  a: { b: 1, b: 2, l: [{ c: 1, c: 2 }] }', '  a: { z: 1 }'),
  yaml('  a: { 16: a, 0x10: b }', '  b: { yes: a, true: b }'),
  yaml('  a: &a { b: 1 }', '  c: { <<: *a, b: 2 }'),
];

export const LIMIT_SEQUENCES: readonly Sequence[] = [
  {
    name: 'nesting',
    steps: [
      ...serve(FREE),
      create({}),
      dryRun(nested(500), { select: statusOnly }),
      dryRun(nested(501), { select: statusOnly }),
      dryRun(nested(10_001), { select: withoutMessage }),
      dryRun(nested(20_000), { contentType: 'application/yaml', select: withoutMessage }),
      patch('merge', ONE, nested(10_001), { select: withoutMessage }),
      patch('json', ONE, `[{"op":"add","path":"/spec/a","value":${nested(10_001)}}]`, { select: withoutMessage }),
      patch('merge', `${ONE}?fieldManager=me`, nested(20_000), {
        contentType: 'application/apply-patch+yaml',
        select: withoutMessage,
      }),
      withdraw,
    ],
  },
  {
    name: 'numbers',
    steps: [
      ...serve(FREE),
      ...NUMBERS.map((number) => dryRun(withSpec(`{"n":${number}}`))),
      dryRun(withSpec('{"n":1e400}'), { select: withoutMessage }),
      dryRun(withSpec('{"n":9007199254740993}'), { select: statusOnly }),
      dryRun(withSpec('{"n":9007199254740993}'), { contentType: 'application/yaml', select: statusOnly }),
      withdraw,
    ],
  },
  {
    name: 'yaml-duplicates',
    steps: [
      ...serve(FREE),
      ...['Strict', 'Warn', 'Ignore'].flatMap((validation) => [
        ...YAML_DUPLICATES.map((text) =>
          post(`${WIDGETS}?dryRun=All&fieldValidation=${validation}`, text, { contentType: 'application/yaml' }),
        ),
        patch('merge', `${ONE}?dryRun=All&fieldManager=me&fieldValidation=${validation}`, YAML_DUPLICATES[0], {
          contentType: 'application/apply-patch+yaml',
        }),
      ]),
      post(`${WIDGETS}?dryRun=All`, `${yaml('  a: 1')}\n--- [`, { contentType: 'application/yaml' }),
      withdraw,
    ],
  },
];
