import { expect, test } from '@jest/globals';
import { warningHeaders } from '../../../../apiserver/http/warning-headers.ts';
import { startOwnServer } from '../own-server.ts';

const textOf = (header: string): string => Buffer.from(header, 'latin1').toString();

test('warnings are sent once each, quoted, as UTF-8', () => {
  const headers = warningHeaders(['a "b"', 'имя – 😀', 'a "b"', 'line\nbreak\x7f']);
  expect(headers.map(textOf)).toEqual(['299 - "a \\"b\\""', '299 - "имя – 😀"', '299 - "line\\nbreak "']);
});

test('many are cut to their beginnings, and end', () => {
  const headers = warningHeaders(Array.from({ length: 3000 }, (_, index) => `${index} ${'x'.repeat(500)}`));
  expect(headers).toHaveLength(16);
  expect(new Set(headers.map((header) => header.length))).toEqual(new Set([256 + '299 - ""'.length]));
});

test('an object whose unknown fields are in another script is answered', async () => {
  const server = await startOwnServer();
  const response = await fetch(`${server.url}/api/v1/namespaces/default/configmaps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metadata: { name: 'a' }, имя: 1 }),
  });
  expect([response.status, textOf(response.headers.get('warning') ?? '')]).toEqual([
    201,
    '299 - "unknown field \\"имя\\""',
  ]);
  await server.stop();
});
