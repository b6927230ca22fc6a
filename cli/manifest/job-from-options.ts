import type { Job } from '../../resources/job/job.ts';

/** Options of `durasync mirror create` that become fields of the Job. */
export interface JobOptions {
  readonly upstream: string;
  readonly interval?: string;
  readonly cron?: string;
  readonly timeZone?: string;
  readonly volumeSize?: string;
  readonly storageClass?: string;
  readonly exclude?: readonly string[];
  readonly maxDelete?: string;
  /** Bytes a second, a quantity. */
  readonly bandwidth?: string;
  /** Secret with the upstream's user name and password. */
  readonly secret?: string;
  readonly desc?: string;
}

/** The Job that the options describe; what they leave out gets its default from the API server. */
export function jobFromOptions(ref: { readonly namespace: string; readonly name: string }, options: JobOptions): Job {
  const { upstream, interval, cron, timeZone, exclude, maxDelete, bandwidth, secret, desc } = options;
  const config = defined({
    upstream,
    desc,
    interval,
    cron,
    timeZone,
    exclude,
    maxDelete,
    bandwidthLimit: bandwidth,
    credentials: secret === undefined ? undefined : { secretName: secret },
  });
  const volume = defined({ size: options.volumeSize, storageClass: options.storageClass });
  return {
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name: ref.name, namespace: ref.namespace },
    // The defaults are the API server's to fill in, so this is less than the type demands.
    spec: { config, ...(Object.keys(volume).length > 0 && { volume }) } as unknown as Job['spec'],
  };
}

const defined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
