import { describe, expect, test } from '@jest/globals';
import { readFlags } from '../../../apiserver/flags.ts';

const FLAGS = {
  backend: 'file',
  fileRootpath: 'x',
  bindAddress: '127.0.0.1',
  port: '6080',
  authorizationMode: 'RBAC',
  authnAllowLocalhost: 'false',
  kubectlDisabled: 'false',
  kubectlEphemeralToken: 'false',
  unrestrictedUpdate: 'false',
  requestTimeout: '30m',
  verbosity: '2',
} as const;

describe('flags', () => {
  test('are read as Go writes them', () => {
    const read = readFlags({
      ...FLAGS,
      requestTimeout: '1h0.5m10s',
      eventTtl: '0s',
      unrestrictedUpdate: true,
      verbosity: '10',
    });
    expect(read).toMatchObject({
      requestTimeoutMs: 3_640_000,
      eventTtlMs: 0,
      unrestrictedUpdate: true,
      logLevel: 'debug',
      port: 6080,
    });
  });

  test('let events live for an hour', () => {
    expect(readFlags(FLAGS).eventTtlMs).toBe(3_600_000);
  });

  test('name the members of etcd by names and addresses', () => {
    const etcdServers = 'http://etcd-0.etcd:2379, https://10.0.0.1:2379/,https://[::1]:2379';
    expect(readFlags({ ...FLAGS, backend: 'etcd', etcdServers }).etcdServers).toEqual([
      'http://etcd-0.etcd:2379',
      'https://10.0.0.1:2379',
      'https://[::1]:2379',
    ]);
  });

  test('of both backends may stand together: the one that is chosen counts', () => {
    expect(() => readFlags({ ...FLAGS, etcdServers: 'http://127.0.0.1:2379' })).not.toThrow();
  });

  test.each([
    [{ fileRootpath: '' }, '--backend=file needs --file-rootpath'],
    [{ backend: 'etcd' as const }, '--backend=etcd needs --etcd-servers'],
    [{ backend: 'etcd' as const, etcdServers: 'etcd:2379' }, '--etcd-servers: "etcd:2379" is no URL such as http://'],
    [{ backend: 'etcd' as const, etcdServers: 'http://a:2379,' }, '--etcd-servers: "" is no URL'],
    [{ backend: 'etcd' as const, etcdServers: 'http://a:99999' }, '--etcd-servers: "http://a:99999" is no URL'],
    [{ requestTimeout: 'soon' }, '--request-timeout: "soon" is no duration'],
    [{ requestTimeout: '0s' }, '--request-timeout: "0s" is not from 1s to 240h'],
    [{ requestTimeout: '600h' }, '--request-timeout: "600h" is not from 1s to 240h'],
    [{ shutdownDelayDuration: '25h' }, '--shutdown-delay-duration: "25h" is not from 0s to 24h'],
    [{ eventTtl: '-1s' }, '--event-ttl: "-1s" is not from 0s to 87600h'],
    [{ compactionInterval: '10ms' }, '--compaction-interval: "10ms" is not from 1s to 240h'],
    [{ compactionInterval: '600h' }, '--compaction-interval: "600h" is not from 1s to 240h'],
    [{ auditLogMaxsize: '1.5' }, '--audit-log-maxsize: "1.5" is not a number from 0'],
    [{ auditLogMaxbackup: '-1' }, '--audit-log-maxbackup: "-1" is not a number from 0'],
    [{ verbosity: '11' }, '-v: "11" is not a number from 0 to 10'],
    [{ maxRequestsInflight: '-1' }, '--max-requests-inflight: "-1" is not a number from 0'],
    [{ port: '70000' }, '--port: "70000" is not a number from 0 to 65535'],
    [{ authnAllowLocalhost: 'maybe' }, '--authn-allow-localhost: "maybe" is neither true nor false'],
    [{ tlsCertFile: 'x' }, '--tls-cert-file and --tls-private-key-file go together'],
    [{ clientCaFile: 'x' }, '--client-ca-file needs HTTPS'],
    [{ etcdKeyfile: 'x' }, '--etcd-certfile and --etcd-keyfile go together'],
  ])('%j are refused', (flags, text) => {
    expect(() => readFlags({ ...FLAGS, ...flags })).toThrow(text);
  });
});
