import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../object/kube-object.ts';
import { pathSegmentErrors } from '../../validation/names.ts';
import { roleBindingColumns, roleColumns } from '../columns/role-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent } from './fields.ts';
import { wrong } from './validation/checks.ts';
import { bindingErrors, GROUP } from './validation/role-binding.ts';

const common = { group: GROUP, version: 'v1' } as const;

export const role = builtin({
  ...common,
  kind: 'Role',
  plural: 'roles',
  definition: 'io.k8s.api.rbac.v1.Role',
  columns: roleColumns,
  strategy: { nameErrors: pathSegmentErrors, createsOnUpdate: true, errors: ruleErrors, updateErrors: ruleErrors },
});

export const clusterRole = builtin({
  ...common,
  kind: 'ClusterRole',
  plural: 'clusterroles',
  namespaced: false,
  definition: 'io.k8s.api.rbac.v1.ClusterRole',
  columns: roleColumns,
  strategy: { nameErrors: pathSegmentErrors, createsOnUpdate: true, errors: ruleErrors, updateErrors: ruleErrors },
});

const bindingStrategy = {
  nameErrors: pathSegmentErrors,
  createsOnUpdate: true,
  setDefaults: setBindingDefaults,
  errors: bindingErrors,
  updateErrors: (object: KubeObject, old: KubeObject): FieldError[] => [
    ...bindingErrors(object),
    ...(equalJson(object['roleRef'], old['roleRef'])
      ? []
      : [invalid('roleRef', object['roleRef'], 'cannot change roleRef')]),
  ],
};

export const roleBinding = builtin({
  ...common,
  kind: 'RoleBinding',
  plural: 'rolebindings',
  definition: 'io.k8s.api.rbac.v1.RoleBinding',
  columns: roleBindingColumns,
  strategy: bindingStrategy,
});

export const clusterRoleBinding = builtin({
  ...common,
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  namespaced: false,
  definition: 'io.k8s.api.rbac.v1.ClusterRoleBinding',
  columns: roleBindingColumns,
  strategy: bindingStrategy,
});

function ruleErrors(object: KubeObject): FieldError[] {
  const isNamespaced = object.kind === 'Role';
  return objectsIn(object['rules']).flatMap((rule, index) => oneRuleErrors(rule, `rules[${index}]`, isNamespaced));
}

const isEmptyIn = (rule: JsonObject, name: string): boolean => !Array.isArray(rule[name]) || rule[name].length === 0;

function oneRuleErrors(rule: JsonObject, path: string, isNamespaced: boolean): FieldError[] {
  const isEmpty = (name: string): boolean => isEmptyIn(rule, name);
  const verbs = isEmpty('verbs') ? [required(`${path}.verbs`, 'verbs must contain at least one value')] : [];
  if (!isEmpty('nonResourceURLs')) return [...verbs, ...pathErrors(rule, path, isNamespaced)];
  return [
    ...verbs,
    ...(isEmpty('apiGroups')
      ? [required(`${path}.apiGroups`, 'resource rules must supply at least one api group')]
      : []),
    ...(isEmpty('resources')
      ? [required(`${path}.resources`, 'resource rules must supply at least one resource')]
      : []),
  ];
}

/** Paths that are no objects are nobody's in a namespace, and no objects. */
function pathErrors(rule: JsonObject, path: string, isNamespaced: boolean): FieldError[] {
  const isMixed = ['apiGroups', 'resources', 'resourceNames'].some((name) => !isEmptyIn(rule, name));
  const problems = [
    ...(isNamespaced ? ['namespaced rules cannot apply to non-resource URLs'] : []),
    ...(isMixed ? ['rules cannot apply to both regular resources and non-resource URLs'] : []),
  ];
  return wrong(rule['nonResourceURLs'], `${path}.nonResourceURLs`, problems);
}

function setBindingDefaults(object: KubeObject): void {
  const { roleRef } = object;
  if (isJsonObject(roleRef)) setAbsent(roleRef, { apiGroup: GROUP });
  for (const subject of objectsIn(object['subjects'])) {
    if (subject['kind'] !== 'ServiceAccount') setAbsent(subject, { apiGroup: GROUP });
  }
}
