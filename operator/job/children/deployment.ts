import { core } from '../../../kubernetes/core-resources.ts';
import { childName } from '../../../resources/job/job-names.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { JobSettings } from '../job-settings.ts';
import { child, childLabels, selectorLabels, type Child } from './child.ts';
import { containers, volumes } from './containers.ts';

/** The user of Durasync's images, `nonroot`; the volume is given to its group. */
const UNPRIVILEGED_ID = 65_532;

/** The worker stops rsync and reports within 20 s, and the volume may be slow. */
const TERMINATION_GRACE_SECONDS = 60;

/**
 * The Deployment of a Job's pod. Only `spec.deploy`, the credentials' references and the operator's own settings go
 * into it, so that a new schedule or filter does not restart the pod.
 */
export function deployment(job: Job, settings: JobSettings): Child {
  return child(job, core.deployments, {
    spec: {
      replicas: 1,
      revisionHistoryLimit: 2,
      // The new pod would wait for a volume that the old one holds.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: selectorLabels(job) },
      template: { metadata: { labels: childLabels(job) }, spec: podSpec(job, settings) },
    },
  });
}

function podSpec(job: Job, settings: JobSettings) {
  const { imagePullSecrets, nodeName, nodeSelector, affinity, tolerations } = job.spec.deploy;
  const name = childName(job.metadata.name);
  return {
    serviceAccountName: name,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: UNPRIVILEGED_ID,
      runAsGroup: UNPRIVILEGED_ID,
      fsGroup: UNPRIVILEGED_ID,
      // Walking millions of files at every start would take hours.
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: containers(job, settings),
    volumes: volumes(job, name),
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) }),
    ...(nodeName !== undefined && { nodeName }),
    ...(nodeSelector !== undefined && { nodeSelector }),
    ...(affinity !== undefined && { affinity }),
    ...(tolerations !== undefined && { tolerations }),
  };
}
