import type { JobConfig } from '../../resources/job/job-config.ts';

/** A config as the API server completes it; an interval of a day, so that nothing but the first run starts by itself. */
export function jobConfig(change: Partial<JobConfig> = {}): JobConfig {
  return {
    upstream: 'rsync://upstream.example/module/',
    type: 'mirror',
    provider: 'rsync',
    interval: '1d',
    timeZone: 'UTC',
    jitter: '0s',
    retry: 2,
    timeout: '0s',
    exclude: [],
    rsyncOptions: [],
    successExitCodes: [],
    maxDelete: '50%',
    minFree: '64Mi',
    ...change,
  };
}
