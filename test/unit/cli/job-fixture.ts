import type { Job } from '../../../resources/job/job.ts';
import type { JobStatus } from '../../../resources/job/job-status.ts';

export const NOW = Date.parse('2026-03-01T12:00:00Z');
export const at = (offsetMs: number): string => new Date(NOW + offsetMs).toISOString();

export const jobOf = (name: string, status: JobStatus = {}): Job =>
  ({
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default', creationTimestamp: at(-86_400_000) },
    spec: { config: { upstream: `rsync://up.example/${name}/`, interval: '6h' }, volume: { size: '50Gi' } },
    status,
  }) as unknown as Job;
