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
];
