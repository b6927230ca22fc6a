import { aggregate, forbiddenRequest } from '../../errors/index.ts';
import { valueAt } from '../../kinds/builtin/fields.ts';
import { limitRange } from '../../kinds/builtin/limit-range.ts';
import { persistentVolumeClaim } from '../../kinds/builtin/persistent-volume-claim.ts';
import { pod } from '../../kinds/builtin/pod.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { Admission, AdmissionRequest } from '../../rest/dependencies.ts';
import { listPrefix } from '../../rest/object-key.ts';
import { decodeRecord } from '../../rest/record-codec.ts';
import type { Store } from '../../storage/index.ts';
import { amountsOf } from './amounts.ts';
import { claimProblems, podProblems } from './limits.ts';
import { setDefaultResources } from './set-default-resources.ts';

/** Pods and claims stay within the limits of their namespace, and get what these say by default (admission plugin LimitRanger). */
export function limitRanger(store: Store): Admission {
  return {
    mutate: async (request) => {
      const { object, resource } = request;
      if (!object || resource !== pod || !isLimited(request)) return;
      for (const range of await rangesOf(store, request)) setDefaultResources(object, range);
    },
    validate: async (request) => {
      const { object, resource } = request;
      if (!object || !isLimited(request)) return;
      for (const range of await rangesOf(store, request)) {
        const problems = resource === pod ? podProblems(object, range) : claimProblems(requestsOf(object), range);
        if (problems.length > 0) throw refusal(request, aggregate(problems));
      }
    },
  };
}

/** What of a pod is limited changes only when it is resized. */
function isLimited({ resource, operation, subresource, old }: AdmissionRequest): boolean {
  if (old?.metadata.deletionTimestamp) return false;
  if (resource === pod) return operation === 'CREATE' ? subresource === '' : subresource === 'resize';
  return resource === persistentVolumeClaim && operation !== 'DELETE' && subresource === '';
}

async function rangesOf(store: Store, { namespace }: AdmissionRequest): Promise<KubeObject[]> {
  const { records } = await store.list({ prefix: listPrefix(limitRange, namespace) });
  return records.map((record) => decodeRecord(record));
}

const requestsOf = (claim: KubeObject): ReadonlyMap<string, string> =>
  amountsOf(valueAt(claim, 'spec', 'resources', 'requests'));

const refusal = ({ resource, name }: AdmissionRequest, cause: string): Error =>
  forbiddenRequest({ group: resource.group, resource: resource.plural }, name, cause);
