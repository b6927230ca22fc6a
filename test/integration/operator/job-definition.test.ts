import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import { startOwnServer, type OwnServer } from '../../unit/apiserver/own-server.ts';
import { installDefinitions } from './install-definitions.ts';

type Server = 'kube-apiserver' | 'our own server';

const clients = new Map<Server, KubernetesClient>();
let own: OwnServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'job-definition-'));
  own = await startOwnServer();
  clients.set('kube-apiserver', createKubernetesClient({ kubeconfig: process.env['DURASYNC_TEST_KUBECONFIG'] ?? '' }));
  clients.set('our own server', createKubernetesClient({ kubeconfig: await kubeconfigOf(own.url) }));
  await Promise.all([...clients.values()].map((client) => installDefinitions(client)));
});
afterAll(async () => {
  await own.stop();
  await rm(folder, { recursive: true });
});

async function kubeconfigOf(server: string): Promise<string> {
  const path = join(folder, 'kubeconfig');
  const clusters = [{ name: 'own', cluster: { server } }];
  const contexts = [{ name: 'own', context: { cluster: 'own', user: 'own' } }];
  const users = [{ name: 'own', user: {} }];
  await writeFile(path, JSON.stringify({ clusters, contexts, users, 'current-context': 'own' }));
  return path;
}

/** A Job as a user writes it: without the fields that have defaults. */
const written = (spec: unknown, name = 'defaults'): Job =>
  ({
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec,
  }) as Job;

const upstream = 'rsync://host/module/';

describe.each(['kube-apiserver', 'our own server'] satisfies Server[])('the definition of Jobs at %s', (server) => {
  const clientOf = (): KubernetesClient => clients.get(server) as KubernetesClient;
  const dryRun = (spec: unknown, name?: string) => clientOf().create<Job>(jobs, written(spec, name), { dryRun: true });

  test('fills in every default from an upstream alone', async () => {
    const { spec } = await dryRun({ config: { upstream } });
    expect(spec.config).toMatchObject({ provider: 'rsync', interval: '6h', maxDelete: '50%', exclude: [] });
    expect(spec.deploy).toEqual({ imagePullSecrets: [], disableFront: false, disableRsync: false });
    expect(spec.volume).toEqual({ size: '50Gi', accessMode: 'ReadWriteOnce' });
  });

  test.each([
    ['a missing upstream', {}, 'spec.config.upstream'],
    ['an upstream without a host', { upstream: 'rsync://-h/m' }, 'spec.config.upstream: needs a host'],
    ['an upstream without a module', { upstream: 'rsync://h//m' }, 'spec.config.upstream: needs a host'],
    ['a password in the upstream', { upstream: 'rsync://a:b@host/m' }, 'must not hold a password'],
    ['an unknown field', { upstream, intervall: '1h' }, 'spec.config.intervall'],
    ['a bad duration', { upstream, interval: 'soon' }, 'spec.config.interval'],
    ['no interval at all', { upstream, interval: '0s' }, 'spec.config.interval: must be at least 10s'],
    ['a short interval', { upstream, interval: '0h9s999ms' }, 'spec.config.interval: must be at least 10s'],
    ['a cron schedule with a minute 99', { upstream, cron: '99 * * * *' }, 'spec.config.cron: needs five'],
    ['a cron schedule of four fields', { upstream, cron: '* * * *' }, 'spec.config.cron: needs five'],
    ['an unknown time zone', { upstream, timeZone: 'Mars/Phobos' }, 'spec.config.timeZone: must be an IANA'],
    ['the time zone of some machine', { upstream, timeZone: 'Local' }, 'spec.config.timeZone: must be an IANA'],
    ['an offset for a time zone', { upstream, timeZone: '+02:00' }, 'spec.config.timeZone'],
    ['an empty time zone', { upstream, timeZone: '' }, 'spec.config.timeZone'],
    ['a bad provider', { upstream, provider: 'ftp' }, 'spec.config.provider'],
    ['a pattern that clears the others', { upstream, exclude: ['*.iso', '!'] }, 'spec.config.exclude[1]'],
    ['a file outside of the volume', { upstream, excludeFile: 'a/../../b' }, 'spec.config.excludeFile: must stay'],
    ['an rsync option that is none', { upstream, rsyncOptions: ['x;y'] }, 'spec.config.rsyncOptions[0]'],
    ['a remote shell', { upstream, rsyncOptions: ['-z', '--rsh=sh'] }, 'spec.config.rsyncOptions[1]'],
    ['a remote shell among letters', { upstream, rsyncOptions: ['-zesh'] }, 'spec.config.rsyncOptions[0]'],
    ['a daemon', { upstream, rsyncOptions: ['--daemon'] }, 'spec.config.rsyncOptions: only options that choose'],
    ['a limit of nothing', { upstream, bandwidthLimit: '0' }, 'spec.config.bandwidthLimit: must be above 0'],
    ['a wrong type', { upstream, retry: 'often' }, 'spec.config.retry'],
  ])('refuses %s by name', async (_, config, field) => {
    await expect(dryRun({ config })).rejects.toThrow(field);
  });

  test.each([
    { cron: '30 2 * * *', timeZone: 'Europe/Berlin' },
    { cron: '0 0,12 1-15/2 JAN-mar mon-FRI', timeZone: 'America/Argentina/Buenos_Aires' },
    { cron: '0 4 L * 5#L', timeZone: 'Etc/GMT+5' },
    { interval: '10s' },
    { interval: '0h1m' },
    { interval: '10000ms', jitter: '0s' },
    { exclude: ['- !', '!x', '*.iso'] },
    { rsyncOptions: ['-vzB512', '--timeout=600', '--filter=- *.iso', '-f- *.iso', '--no-D', '--exclude=!!'] },
    { upstream: 'host.example::module' },
    { upstream: 'rsync://user@[::1]:873/m' },
  ])('takes %j', async (config) => {
    expect((await dryRun({ config: { upstream, ...config } })).spec.config).toMatchObject(config);
  });

  test('takes amounts as numbers and as text', async () => {
    const resources = { requests: { cpu: 1, memory: '64Mi' } };
    const { spec } = await dryRun({ config: { upstream }, deploy: { resources } });
    expect(spec.deploy.resources).toEqual(resources);
  });

  test.each(['a.b', 'x'.repeat(57), 'a-'.concat('-', 'b'.repeat(60))])('refuses the name %s', async (name) => {
    await expect(dryRun({ config: { upstream } }, name)).rejects.toThrow('metadata.name');
  });

  test('lets a volume grow, and not shrink or move', async () => {
    const client = clientOf();
    await expect(dryRun({ config: { upstream }, volume: { size: '0' } })).rejects.toThrow('spec.volume.size: must be');
    await client.create(jobs, written({ config: { upstream }, volume: { size: '10Gi' } }, 'grows'));
    const change = (volume: unknown) =>
      client.patch<Job>(jobs, { namespace: 'default', name: 'grows' }, { type: 'merge', body: { spec: { volume } } });
    await expect(change({ size: '5Gi' })).rejects.toThrow('spec.volume.size');
    await expect(change({ storageClass: 'fast' })).rejects.toThrow('spec.volume.storageClass');
    await expect(change({ accessMode: 'ReadWriteMany' })).rejects.toThrow('spec.volume.accessMode');
    expect((await change({ size: '1Ti' })).spec.volume.size).toBe('1Ti');
    await client.delete(jobs, { namespace: 'default', name: 'grows' });
  });
});
