import { beforeAll, describe, expect, test } from '@jest/globals';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import { installDefinitions } from './install-definitions.ts';

let client: KubernetesClient;

beforeAll(async () => {
  client = createKubernetesClient({ kubeconfig: process.env['DURASYNC_TEST_KUBECONFIG'] ?? '' });
  await installDefinitions(client);
});

/** A Job as a user writes it: without the fields that have defaults. */
const written = (spec: unknown, name = 'defaults'): Job =>
  ({
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec,
  }) as Job;

const upstream = 'rsync://host/module/';
const dryRun = (spec: unknown, name?: string) => client.create<Job>(jobs, written(spec, name), { dryRun: true });

describe('the definition of Jobs', () => {
  test('fills in every default from an upstream alone', async () => {
    const { spec } = await dryRun({ config: { upstream } });
    expect(spec.config).toMatchObject({ provider: 'rsync', interval: '6h', maxDelete: '50%', exclude: [] });
    expect(spec.deploy).toEqual({ imagePullSecrets: [], disableFront: false, disableRsync: false });
    expect(spec.volume).toEqual({ size: '50Gi', accessMode: 'ReadWriteOnce' });
  });

  test.each([
    ['a missing upstream', { config: {} }, 'spec.config.upstream'],
    ['an unknown field', { config: { upstream, intervall: '1h' } }, 'spec.config.intervall'],
    ['a bad duration', { config: { upstream, interval: 'soon' } }, 'spec.config.interval'],
    ['a cron schedule with a minute 99', { config: { upstream, cron: '99 * * * *' } }, 'spec.config.cron: needs five'],
    ['a cron schedule of four fields', { config: { upstream, cron: '* * * *' } }, 'spec.config.cron: needs five'],
    ['a bad provider', { config: { upstream, provider: 'ftp' } }, 'spec.config.provider'],
    ['a password in the upstream', { config: { upstream: 'rsync://a:b@host/m' } }, 'must not hold a password'],
    ['an rsync option that is none', { config: { upstream, rsyncOptions: ['x;y'] } }, 'spec.config.rsyncOptions[0]'],
    ['a wrong type', { config: { upstream, retry: 'often' } }, 'spec.config.retry'],
  ])('refuses %s by name', async (_, spec, field) => {
    await expect(dryRun(spec)).rejects.toThrow(field);
  });

  test.each(['30 2 * * *', '0 0,12 1-15/2 JAN-mar mon-FRI'])('takes the cron schedule %s', async (cron) => {
    expect((await dryRun({ config: { upstream, cron } })).spec.config.cron).toBe(cron);
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
