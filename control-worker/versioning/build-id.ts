import { createHash } from 'node:crypto';

/** Of the hexadecimal digits of the hash; enough to tell apart the few versions that run side by side. */
const LENGTH = 16;

/** The version of a worker: a hash of its workflows' code, so that a restart or another replica is no new version. */
export function buildIdOf(workflowCode: string): string {
  return createHash('sha256').update(workflowCode).digest('hex').slice(0, LENGTH);
}
