import { expect, test } from '@jest/globals';
import { readEnvironment } from '../../../api/environment.ts';

test('has a default for everything, and only this machine can connect', () => {
  expect(readEnvironment({})).toEqual({
    temporalAddress: '127.0.0.1:7233',
    temporalNamespace: 'default',
    podNamespace: 'durasync-system',
    host: '127.0.0.1',
    port: 3000,
    logLevel: 'info',
    tls: undefined,
  });
});

test.each(['abc', '-1', '65536', '80.5', '1e3'])('HTTP_PORT %s is refused', (port) => {
  expect(() => readEnvironment({ HTTP_PORT: port })).toThrow(/HTTP_PORT/);
});

test('a certificate and its key go together', () => {
  const tls = { certFile: '/c.pem', keyFile: '/k.pem' };
  expect(readEnvironment({ TLS_CERT: '/c.pem', TLS_KEY: '/k.pem' }).tls).toEqual(tls);
  expect(() => readEnvironment({ TLS_CERT: '/c.pem' })).toThrow(/TLS_KEY/);
});
