import { core } from '../../../kubernetes/core-resources.ts';
import type { Job } from '../../../resources/job/job.ts';
import { child, selectorLabels, type Child } from './child.ts';

/** Address of what the Job serves, 80 by HTTP and 873 by rsync; none when it serves nothing. */
export function service(job: Job): Child[] {
  const { disableFront, disableRsync } = job.spec.deploy;
  const ports = [
    ...(disableFront ? [] : [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }]),
    ...(disableRsync ? [] : [{ name: 'rsync', port: 873, targetPort: 'rsync', protocol: 'TCP' }]),
  ];
  if (ports.length === 0) return [];
  return [child(job, core.services, { spec: { type: 'ClusterIP', selector: selectorLabels(job), ports } })];
}
