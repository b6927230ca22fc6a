import { Value } from 'typebox/value';
import { jobKind, type Job } from '../../../resources/job/job.ts';
import type { JobSettings } from '../../../operator/job/job-settings.ts';

type Parts = { readonly [K in 'config' | 'deploy' | 'volume']?: object } & { readonly metadata?: object };

/** A Job as the API server answers it: with all defaults, a uid and the first generation. */
export function sampleJob({ config = {}, deploy = {}, volume = {}, metadata = {} }: Parts = {}): Job {
  const spec = { config: { upstream: 'rsync://mirror.example/debian/', ...config }, deploy, volume };
  return {
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name: 'debian', namespace: 'mirrors', uid: 'uid-1', generation: 1, resourceVersion: '1', ...metadata },
    spec: Value.Default(jobKind.spec, structuredClone(spec)) as Job['spec'],
  };
}

export const sampleSettings: JobSettings = {
  images: { worker: 'durasync/sync-worker:1', front: 'durasync/file-server:1', rsync: 'durasync/rsync-server:1' },
  temporal: { address: 'temporal:7233', namespace: 'default' },
  workerTokenPublicKey: 'PEM',
};
