import { core } from '../../../kubernetes/core-resources.ts';
import { childName } from '../../../resources/job/job-names.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import { child, type Child } from './child.ts';

/**
 * The worker's service account and what it may do: read its own Job and report that one's status, nothing else. The
 * operator holds these very rights, or the API server would not let it hand them out.
 */
export function workerAccess(job: Job): Child[] {
  const { name, namespace } = job.metadata;
  const rule = (resource: string, verbs: string[]) => ({
    apiGroups: [jobs.group],
    resources: [resource],
    resourceNames: [name],
    verbs,
  });
  const rules = [rule('jobs', ['get']), rule('jobs/status', ['get', 'patch'])];
  const account = childName(name);
  return [
    child(job, core.serviceAccounts, { automountServiceAccountToken: false }),
    child(job, core.roles, { rules }),
    child(job, core.roleBindings, {
      roleRef: { apiGroup: core.roles.group, kind: core.roles.kind, name: account },
      subjects: [{ kind: core.serviceAccounts.kind, name: account, namespace }],
    }),
  ];
}
