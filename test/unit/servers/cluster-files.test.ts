import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { openPki, serviceAccountKey } from '../../../deploy/local/stack/servers/pki.ts';
import {
  defaultDynamicSettings,
  renderDynamicConfig,
  renderTemporalConfig,
} from '../../../deploy/local/stack/servers/temporal-config.ts';
import { cliArgs } from '../../../deploy/local/stack/servers/temporal.ts';
import { renderTokenFile, storedSecret } from '../../../deploy/local/stack/servers/tokens.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'durasync-files-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('certificates', () => {
  it('name their hosts and groups, are signed by the authority, and are kept private', async () => {
    const pki = await openPki(dir);
    const pair = await pki.issue('node', {
      commonName: 'node-1',
      organizations: ['system:nodes'],
      hosts: ['127.0.0.1', 'node-1'],
    });
    const cert = new X509Certificate(pair.cert);
    expect(cert.verify(new X509Certificate(pki.authority.cert).publicKey)).toBe(true);
    expect([cert.checkIP('127.0.0.1'), cert.checkHost('node-1')]).toEqual(['127.0.0.1', 'node-1']);
    expect(cert.subject).toBe('O=system:nodes\nCN=node-1');
    expect((await stat(pair.keyFile)).mode & 0o777).toBe(0o600);
  });

  it('are the same after a restart, and new ones when the authority is', async () => {
    const first = await (await openPki(dir)).issue('a', { commonName: 'a' });
    expect((await (await openPki(dir)).issue('a', { commonName: 'a' })).cert).toBe(first.cert);
    await unlink(join(dir, 'ca.key'));
    expect((await (await openPki(dir)).issue('a', { commonName: 'a' })).cert).not.toBe(first.cert);
  });

  it('and secrets outlive a restart', async () => {
    expect(await storedSecret(join(dir, 'token'))).toBe(await storedSecret(join(dir, 'token')));
    const before = await stat(await serviceAccountKey(dir));
    expect((await stat(await serviceAccountKey(dir))).mtimeMs).toBe(before.mtimeMs);
  });
});

describe('files for the servers', () => {
  it('hold one line a token, and refuse a name that would break out of it', () => {
    const line = renderTokenFile([{ token: 't', user: 'u', groups: ['g', 'h'] }]);
    expect(line).toBe('t,u,u,"g,h"\n');
    expect(() => renderTokenFile([{ token: 't', user: 'u"\n', groups: [] }])).toThrow('not a token');
  });

  it('put Temporal on one SQLite file, on loopback only', () => {
    const text = renderTemporalConfig({
      databaseFile: '/d/t.db',
      dynamicConfigFile: '/d/c',
      port: 1,
      internalPorts: [2, 3, 4, 5, 6, 7, 8],
    });
    const config = parse(text) as {
      services: Record<string, { rpc: object }>;
      persistence: { datastores: { sqlite: { sql: object } } };
    };
    expect(config.services['worker']).toEqual({ rpc: { grpcPort: 7, membershipPort: 8, bindOnLocalHost: true } });
    expect(config.persistence.datastores.sqlite.sql).toMatchObject({
      databaseName: '/d/t.db',
      connectAttributes: { journal_mode: 'wal', synchronous: '2' },
    });
  });

  it('raise the rate at which a shard is polled, for the server and the CLI alike', () => {
    const setting = 'history.transferProcessorMaxPollRPS';
    expect(parse(renderDynamicConfig(defaultDynamicSettings))).toMatchObject({
      [setting]: [{ value: 2000, constraints: {} }],
    });
    const args = cliArgs({ binary: { kind: 'cli', path: 'temporal' }, dataDir: '/d', port: 7 }, defaultDynamicSettings);
    expect(args.slice(0, 6)).toEqual(['server', 'start-dev', '--ip', '127.0.0.1', '--port', '7']);
    expect(args).toContain(`${setting}=2000`);
  });
});
