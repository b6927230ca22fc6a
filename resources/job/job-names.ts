import { MIRROR_GROUP } from './job.ts';

/** Labels, annotations and finalizers on Jobs and on what is made for them. */
export const JOB_LABEL = `${MIRROR_GROUP}/job`;
/** `kubectl annotate mirror NAME mirror.durasync.dev/command=start`: the operator signals it and takes it off. */
export const COMMAND_ANNOTATION = `${MIRROR_GROUP}/command`;
/** Written by the operator beside the command, so that a command signalled twice is one command. */
export const COMMAND_ID_ANNOTATION = `${MIRROR_GROUP}/command-id`;
/** Held by the operator until the Job's workflow has ended. */
export const WORKFLOW_FINALIZER = `${MIRROR_GROUP}/workflow`;

/** Names of the objects made for a Job: `mirror-<job>`. */
export const childName = (job: string): string => `mirror-${job}`;

/** Port of a worker's own HTTP API (log, progress, health). */
export const WORKER_PORT = 6000;
/** Ports of the HTTP file server and the rsync server of a Job's pod. */
export const FRONT_PORT = 8080;
export const RSYNC_PORT = 8730;
