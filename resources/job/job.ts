import { Type, type Static } from 'typebox';
import { resourceRef, type Kind, type KubernetesObject } from '../kind.ts';
import { JobConfig } from './job-config.ts';
import { JobDeploy, JobVolume } from './job-deploy.ts';
import { JobStatus } from './job-status.ts';

export const JobSpec = Type.Object(
  { config: JobConfig, deploy: JobDeploy, volume: JobVolume },
  { description: 'Desired state.' },
);
export type JobSpec = Static<typeof JobSpec>;

/** A mirror: one upstream, kept in sync into one volume by one worker. */
export interface Job extends KubernetesObject {
  spec: JobSpec;
  status?: JobStatus;
}

export const MIRROR_GROUP = 'mirror.durasync.dev';

export const jobKind: Kind<typeof JobSpec, typeof JobStatus> = {
  group: MIRROR_GROUP,
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  shortNames: ['mirror', 'mirrors'],
  categories: ['durasync'],
  scope: 'Namespaced',
  description: 'A mirror of one upstream, kept in sync by a durable workflow.',
  spec: JobSpec,
  status: JobStatus,
  rules: [
    {
      rule: "self.metadata.name.size() <= 56 && !self.metadata.name.contains('.')",
      message: 'metadata.name: at most 56 lower-case letters, digits and "-", because a Service is named after it',
    },
  ],
  printerColumns: [
    { name: 'Status', type: 'string', jsonPath: '.status.status' },
    // A run under way waits while the pod is away: it stays `syncing`, but not ready.
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Upstream', type: 'string', jsonPath: '.spec.config.upstream' },
    { name: 'Last Update', type: 'date', jsonPath: '.status.lastUpdate' },
    { name: 'Next Sync', type: 'string', jsonPath: '.status.nextSchedule' },
    { name: 'Size', type: 'string', jsonPath: '.status.sizeStr' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Error', type: 'string', jsonPath: '.status.errorMsg', priority: 1 },
  ],
};

/** Address of Jobs in the Kubernetes API. */
export const jobs = resourceRef(jobKind);
