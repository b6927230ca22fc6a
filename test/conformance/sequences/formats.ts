import type { Sequence, Step } from '../sequence.ts';
import type { Schema } from './definitions.ts';
import { DEFINITIONS, gadgets, tryDefinition, withField, withSpec } from './definitions.ts';
import { get, post } from './requests.ts';

const GADGETS = '/apis/{id}.conf.dev/v1/namespaces/{ns}/gadgets';

const serve = (properties: Schema): Step[] => [
  post(DEFINITIONS, gadgets(withSpec({ type: 'object', properties })), { select: () => '' }),
  get(GADGETS, { until: ({ status }) => status === 200, select: () => '' }),
];

const gadget = (spec: Schema): object => ({
  apiVersion: '{id}.conf.dev/v1',
  kind: 'Gadget',
  metadata: { name: 'one' },
  spec,
});

const tryGadget = (spec: Schema): Step =>
  post(`${GADGETS}?dryRun=All`, gadget(spec), {
    select: (body) => ((body as { kind: string }).kind === 'Status' ? body : 'taken'),
  });

/** Texts of each format, and some that are not. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  ipv4: ['10.0.0.1', '010.0.0.01', '::ffff:1.2.3.4', '10.0.0', '256.0.0.1', '1.2.3.4.5', '::1', '', ' 1.2.3.4'],
  ipv6: ['::1', 'fe80::1%eth0', '::ffff:1.2.3.4', '1.2.3.4', '::g', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8'],
  cidr: [
    '10.0.0.0/8',
    '010.0.0.0/8',
    '::/0',
    'fe80::/129',
    '10.0.0.0/33',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/08',
    '1.2.3.4/-1',
  ],
  uri: [
    'http://a/b?c#d',
    '/a',
    'a',
    '',
    'mailto:a@b',
    'http://a b',
    'http://a:x/',
    'http://[::1]:80/',
    '//a',
    '*',
    'http://%41/',
    'a:b',
    ':a',
    'http://a/%zz',
    'http://a/b c',
    '1a:b',
    'http://u:p@a/',
    'http:///a',
    'http://ä/ü',
    'mailto:%zz',
    'http://a?%zz',
    'http://u%zz@a/',
    'http://a/#%zz',
    'http://[::1/',
    'http://a:1:2/',
    'x://',
    '/%zz',
    '/a?%zz',
  ],
  email: [
    'a@b',
    'a.b@c.d',
    'A B <a@b.c>',
    '"A, B" <a@b>',
    '"a b"@c',
    'a',
    'a@',
    '@b',
    'a@b@c',
    'a b@c',
    'a@b c',
    '<a@b>',
    'a..b@c',
    'a@b.',
    'ä@b',
    '',
    'a@[1.2.3.4]',
    'A. B <a@b>',
  ],
  hostname: [
    'a',
    'a.bc',
    'a.b',
    'a-b.example',
    '-a',
    'a-',
    'a_b',
    'ä.example',
    '1',
    '1.2',
    'a..bc',
    'a.bc.',
    '',
    'a-b',
    'a--b',
    'localhost',
    `${'a'.repeat(64)}.com`,
  ],
  duration: [
    '1h',
    '1h30m',
    '22 ns',
    '2 days',
    '1.5h',
    'blah',
    '',
    '1',
    '0',
    '-1m',
    '3 weeks 2 d',
    '5 fortnights',
    '1 Hour',
    '.5s',
  ],
  uuid: [
    '123e4567-e89b-12d3-a456-426614174000',
    '123E4567E89B12D3A456426614174000',
    '123e4567-e89b-12d3-a456-42661417400',
    '{123e4567-e89b-12d3-a456-426614174000}',
  ],
  uuid3: ['123e4567-e89b-32d3-a456-426614174000', '123e4567-e89b-42d3-a456-426614174000'],
  uuid4: ['123e4567-e89b-42d3-a456-426614174000', '123e4567-e89b-42d3-c456-426614174000'],
  uuid5: ['123e4567-e89b-52d3-a456-426614174000', '123e4567-e89b-42d3-a456-426614174000'],
  byte: ['', 'YQ==', 'YWI=', 'YWJj', 'YQ=', 'YQ', 'Y-_=', '====', 'YQ==YQ=='],
  mac: [
    '00:00:5e:00:53:01',
    '02-00-5e-10-00-00-00-01',
    '0000.5e00.5301',
    '0000.5e00.5301.0001',
    '00:00:5e:00:53',
    '00:00:5e:00:53:0g',
    '00:00-5e:00:53:01',
  ],
  isbn: ['0321751043', '978-0321751041', '0321751044', '080442957X', '978 0321751042', 'x'],
  isbn10: ['0321751043', '978-0321751041'],
  isbn13: ['0321751043', '978-0321751041'],
  creditcard: ['4111 1111 1111 1111', '4111-1111-1111-1112', '378282246310005', '1234', 'a4111111111111111'],
  ssn: ['123-45-6789', '123456789', '123 45 6789', '12-345-6789'],
  hexcolor: ['#fff', 'FFFFFF', '#ffff', '#ggg'],
  rgbcolor: ['rgb(1,2,3)', 'rgb( 255 , 0 , 10 )', 'rgb(256,0,0)', 'rgba(1,2,3,4)', 'rgb(01,2,3)'],
  bsonobjectid: ['507f1f77bcf86cd799439011', '507f1f77bcf86cd79943901', '507f1f77bcf86cd79943901g'],
  date: ['2024-02-29', '2023-02-29', '2024-13-01', '2024-1-1', '2024-01-01T00:00:00Z', '0000-01-01'],
  datetime: [
    '2024-01-01T00:00:00Z',
    '2024-01-01t23:59:59.123+01:00',
    '2024-01-01T24:00:00Z',
    '2024-01-01',
    '2024-01-01T00:00:60Z',
    '2024-01-01 00:00:00Z',
    '2024-01-01T00:00:00',
  ],
  'date-time': ['2024-01-01T00:00:00Z', '2024-02-30T00:00:00Z', 'x', '2024-01-01T00:00:00.Z'],
  password: ['', 'x'],
  'u-u-i-d': ['x', '123e4567-e89b-12d3-a456-426614174000'],
  nonsense: ['x'],
};

const FIELDS = Object.keys(TEXTS);

const rule = (text: string): Schema => ({ 'x-kubernetes-validations': [{ rule: text }] });

/** Numbers, and how they are bounded. */
const NUMBERS: Schema = {
  tenth: { type: 'number', multipleOf: 0.1 },
  half: { type: 'number', multipleOf: 0.5 },
  three: { type: 'integer', multipleOf: 3 },
  more: { type: 'number', multipleOf: 1.5 },
};
const NUMBER_VALUES: readonly Schema[] = [
  ...[0.3, 0.7, 0.35, 1.1, 1e-10, -0.3, 0.30000001].map((tenth) => ({ tenth })),
  ...[0.25, 1.5].map((half) => ({ half })),
  ...[9, 10, 0, -3].map((three) => ({ three })),
  ...[4.5, 2.5].map((more) => ({ more })),
];

/** What values of scalars are checked for. */
export const FORMAT_SEQUENCES: readonly Sequence[] = [
  {
    name: 'formats',
    steps: [
      ...['nonsense', 'k8s-short-name'].map((format) => tryDefinition(gadgets(withField({ type: 'string', format })))),
      tryDefinition(gadgets(withField({ type: 'integer', format: 'nonsense' }))),
      ...serve(Object.fromEntries(FIELDS.map((name) => [name, { type: 'string', format: name }]))),
      ...FIELDS.flatMap((name) => (TEXTS[name] ?? []).map((text) => tryGadget({ [name]: text }))),
    ],
  },
  {
    name: 'formats-and-rules',
    steps: [
      ...serve({
        duration: { type: 'string', format: 'duration', ...rule('self > duration("1m")') },
        time: { type: 'string', format: 'date-time', ...rule('self > timestamp("2020-01-01T00:00:00Z")') },
        date: { type: 'string', format: 'date', ...rule('self.getFullYear() > 2000') },
        bytes: { type: 'string', format: 'byte', maxLength: 10, ...rule('self == b"a"') },
      }),
      ...['blah', '1h', '1s', '2 days'].map((duration) => tryGadget({ duration })),
      ...['blah', '2024-01-01T00:00:00Z', '2019-01-01T00:00:00Z'].map((time) => tryGadget({ time })),
      ...['blah', '2024-01-01', '1999-01-01'].map((date) => tryGadget({ date })),
      ...['?', 'YQ==', 'Yg=='].map((bytes) => tryGadget({ bytes })),
    ],
  },
  { name: 'multiples', steps: [...serve(NUMBERS), ...NUMBER_VALUES.map(tryGadget)] },
];
