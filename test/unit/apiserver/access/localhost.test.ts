import type { IncomingMessage } from 'node:http';
import { expect, test } from '@jest/globals';
import { localhostAuthenticator } from '../../../../apiserver/access/authenticator.ts';

const knows = async (headers: object, remoteAddress = '127.0.0.1'): Promise<boolean> => {
  const message = { socket: { remoteAddress }, headers: { host: '127.0.0.1:6080', ...headers } };
  return (await localhostAuthenticator()(message as unknown as IncomingMessage)) !== undefined;
};

test.each([
  ['127.0.0.1', {}],
  ['::1', { host: '[::1]:6080' }],
  ['::ffff:127.0.0.1', { host: 'localhost' }],
])('who asks from %s without credentials is known', async (address, headers) => {
  expect(await knows(headers, address)).toBe(true);
});

test.each([
  ['from elsewhere', {}, '10.0.0.1'],
  ['with a token', { authorization: 'Bearer x' }],
  ['by a name that leads here', { host: 'evil.example' }],
  ['from a page', { origin: 'https://evil.example' }],
  ['from a page, without a body', { 'sec-fetch-site': 'cross-site' }],
  ...['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'].map(
    (name) => [`through a proxy that sends ${name}`, { [name]: '10.0.0.1' }] as const,
  ),
])('who asks %s is not', async (_, headers, address = '127.0.0.1') => {
  expect(await knows(headers, address)).toBe(false);
});
