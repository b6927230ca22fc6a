import type { Sequence, Step } from '../sequence.ts';
import { serve, WIDGETS, withdraw } from './custom-resources.ts';
import { CONFIG_MAPS, get, post, put } from './requests.ts';

/** Scalars that releases of YAML read differently. */
const SCALARS = (
  '0644 0o644 0b101 0x1F 08 1_000 +12 -0644 1:30 1e3 .5 1. 0.1_0 007.5 1e400 0x_1 _1 0o8 yes No on y N OFF tRue ' +
  '~ Null = 2001-01-01 2001-01-01T00:00:00Z 1.5.2 "0644" \'yes\' !!str 12 !!float 3 !!int "7" !!binary aGVsbG8= |-\n    yes'
).match(/!!\w+ \S+|\|-\n\s+\S+|\S+/g) as string[];

const widget = (fields: readonly string[], name = 'one'): string =>
  [`apiVersion: '{id}.conf.dev/v1'`, 'kind: Widget', `metadata: { name: ${name} }`, 'spec:', ...fields].join('\n');

const scalars = widget(SCALARS.map((text, index) => `  v${index}: ${text}`));
const KEYS = ['  0644: a', '  yes: b', '  1e3: c', '  base: &base { k: 010, l: no }', '  merged: { <<: *base, m: on }'];

const asYaml = { contentType: 'application/yaml' };
/** Its message has the words of Go's decoders. */
const refused = { ...asYaml, select: (body: unknown) => ({ ...(body as object), message: '' }) };
const applied = (text: string): Step => ({
  method: 'PATCH',
  path: `${WIDGETS}/applied?fieldManager=me`,
  body: text,
  contentType: 'application/apply-patch+yaml',
});

export const YAML_SEQUENCES: readonly Sequence[] = [
  {
    name: 'yaml',
    steps: [
      ...serve({ 'x-kubernetes-preserve-unknown-fields': true }),
      post(WIDGETS, scalars, asYaml),
      put(`${WIDGETS}/one`, widget(KEYS), asYaml),
      applied(widget(['  mode: 0644', '  on: yes', '  time: 2001-01-01'], 'applied')),
      get(`${WIDGETS}/applied`),
      post(WIDGETS, widget(['  a: .inf'], 'two'), refused),
      post(WIDGETS, widget(['  a: 1', '---', 'kind: Other'], 'first'), asYaml),
      post(CONFIG_MAPS, 'metadata: { name: c }\ndata: { a: 0644, b: yes }', refused),
      post(CONFIG_MAPS, 'metadata: { name: c }\nimmutable: on\ndata: { a: "0644" }', asYaml),
      withdraw,
    ],
  },
];
