import type { StoreEvent } from '../../storage/index.ts';
import { decodeRecord } from '../../rest/record-codec.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import type { Policy, Role, RoleBinding } from './policy.ts';

/** Where roles and bindings are stored. */
export const POLICY_PREFIX = '/rbac.authorization.k8s.io/';

const PLURALS = {
  roles: 'roles',
  clusterroles: 'clusterRoles',
  rolebindings: 'roleBindings',
  clusterrolebindings: 'clusterRoleBindings',
} as const;

/** Keeps the roles and bindings of the store at hand. */
export class PolicyFollower {
  readonly prefix = POLICY_PREFIX;
  readonly #objects = new Map<string, KubeObject>();
  #policy: Policy | undefined;

  reset(): void {
    this.#objects.clear();
    this.#policy = undefined;
  }

  observe({ key, record }: StoreEvent): void {
    if (record) this.#objects.set(key, decodeRecord(record));
    else this.#objects.delete(key);
    this.#policy = undefined;
  }

  policy(): Policy {
    this.#policy ??= this.#read();
    return this.#policy;
  }

  #read(): Policy {
    const found = {
      roles: [] as Role[],
      clusterRoles: [] as Role[],
      roleBindings: [] as RoleBinding[],
      clusterRoleBindings: [] as RoleBinding[],
    };
    for (const [key, object] of this.#objects) {
      const plural = key.slice(POLICY_PREFIX.length).split('/')[0] ?? '';
      if (Object.hasOwn(PLURALS, plural)) (found[PLURALS[plural as keyof typeof PLURALS]] as KubeObject[]).push(object);
    }
    return found;
  }
}
