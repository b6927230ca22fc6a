import { BUILTIN_RESOURCES } from '../../kinds/builtin/index.ts';
import type { Resource } from '../../kinds/resource.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { cloneJson } from '../../object/kube-object.ts';
import { createObject } from '../../rest/create-object.ts';
import { deleteObject } from '../../rest/delete-object.ts';
import type { RestDependencies, Target } from '../../rest/dependencies.ts';
import { objectKey } from '../../rest/object-key.ts';
import { decodeRecord } from '../../rest/record-codec.ts';
import { updateObject } from '../../rest/update-object.ts';
import { SYSTEM_ADMIN } from '../system-admin.ts';
import { bootstrapPolicy } from './bootstrap-policy.ts';
import { RBAC_GROUP } from './escalation.ts';
import { POLICY_PREFIX } from './policy-follower.ts';
import { reconcileObject, REPLACE } from './reconcile-policy.ts';

/** Makes sure of the roles and bindings that are there from the start: creates them, and adds what they lack. @throws StatusError */
export async function ensureBootstrapPolicy(rest: RestDependencies): Promise<void> {
  const { records } = await rest.store.list({ prefix: POLICY_PREFIX });
  const existing = new Map(records.map((record) => [record.key, decodeRecord(record)]));
  // Together: the store makes them durable in few groups.
  await Promise.all(
    bootstrapPolicy().map((expected) => {
      const { name = '', namespace = '' } = expected.metadata;
      const resource = resourceOf(expected.kind);
      return ensure(rest, { resource, expected, existing: existing.get(objectKey(resource, namespace, name)) });
    }),
  );
}

function resourceOf(kind: string): Resource {
  const resource = BUILTIN_RESOURCES.find((one) => one.group === RBAC_GROUP && one.kind === kind);
  if (!resource) throw new Error(`${kind} is not served`);
  return resource;
}

type Ensured = {
  readonly resource: Resource;
  readonly expected: KubeObject;
  readonly existing: KubeObject | undefined;
};

async function ensure(rest: RestDependencies, { resource, expected, existing }: Ensured): Promise<void> {
  const { name = '', namespace = '' } = expected.metadata;
  const target = { resource, namespace, name, subresource: '', user: SYSTEM_ADMIN, dryRun: false };
  const wanted = existing && reconcileObject(existing, expected);
  if (existing && wanted === undefined) return;
  if (wanted === REPLACE) await deleteObject(rest, target, {});
  if (!wanted || wanted === REPLACE) await create(rest, target, expected);
  else await updateObject(rest, target, { apply: () => cloneJson(wanted), mayCreate: false });
}

const create = (rest: RestDependencies, target: Target, expected: KubeObject): Promise<KubeObject> =>
  createObject(rest, { ...target, name: '' }, cloneJson(expected));
