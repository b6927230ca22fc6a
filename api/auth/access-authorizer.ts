import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { jobs } from '../../resources/job/job.ts';
import type { Access, Authorizer, Caller } from './caller.ts';
import { createExpiringCache } from './expiring-cache.ts';
import type { Clock } from './expiring-cache.ts';

/** The part of authorization.k8s.io/v1 SubjectAccessReview that is read. */
interface SubjectAccessReview {
  readonly status?: { readonly allowed?: boolean };
}

const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
const allowedForMs = 5_000;
const deniedForMs = 2_000;

/** Asks the cluster whether a caller may (SubjectAccessReview); a yes is repeated for 5 s, a no for 2 s. */
export function createAccessAuthorizer(client: KubernetesClient, now: Clock): Authorizer {
  const cache = createExpiringCache<boolean>({
    ttlMs: (allowed) => (allowed ? allowedForMs : deniedForMs),
    maxEntries: 50_000,
    now,
  });
  return {
    authorize: (caller, access) => {
      const { verb, subresource = '', namespace = '', name = '' } = access;
      const key = [caller.tokenHash, verb, subresource, namespace, name].join('\n');
      return cache.get(key, () => review(client, caller, access));
    },
  };
}

async function review(client: KubernetesClient, caller: Caller, access: Access): Promise<boolean> {
  const { group, version, plural: resource } = jobs;
  const { username: user, uid, groups, extra } = caller;
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, uid, groups, extra, resourceAttributes: { group, version, resource, ...access } },
  };
  const { status } = await client.post<SubjectAccessReview>(path, body, { timeoutMs: 5_000 });
  return status?.allowed === true;
}
