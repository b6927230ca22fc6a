import type { FieldError } from '../../errors/index.ts';
import { invalid, notSupported, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../object/kube-object.ts';
import { roleBindingColumns, roleColumns } from '../columns/role-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent } from './fields.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** Names such as `system:node` are fine: whatever may stand in a path (rbac, path segment names). */
function nameErrors(name: string): string[] {
  const wrong = ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
  return name === '.' || name === '..' ? [`may not be '${name}'`] : wrong;
}

const common = { group: GROUP, version: 'v1' } as const;

export const role = builtin({
  ...common,
  kind: 'Role',
  plural: 'roles',
  definition: 'io.k8s.api.rbac.v1.Role',
  columns: roleColumns,
  strategy: { nameErrors, createsOnUpdate: true, errors: ruleErrors, updateErrors: ruleErrors },
});

export const clusterRole = builtin({
  ...common,
  kind: 'ClusterRole',
  plural: 'clusterroles',
  namespaced: false,
  definition: 'io.k8s.api.rbac.v1.ClusterRole',
  columns: roleColumns,
  strategy: { nameErrors, createsOnUpdate: true, errors: ruleErrors, updateErrors: ruleErrors },
});

const bindingStrategy = {
  nameErrors,
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
  return objectsIn(object['rules']).flatMap((rule, index) => oneRuleErrors(rule, `rules[${index}]`));
}

function oneRuleErrors(rule: JsonObject, path: string): FieldError[] {
  const isEmpty = (name: string): boolean => !Array.isArray(rule[name]) || rule[name].length === 0;
  const verbs = isEmpty('verbs') ? [required(`${path}.verbs`, 'verbs must contain at least one value')] : [];
  if (!isEmpty('nonResourceURLs')) return verbs;
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

function setBindingDefaults(object: KubeObject): void {
  const { roleRef } = object;
  if (isJsonObject(roleRef)) setAbsent(roleRef, { apiGroup: GROUP });
  for (const subject of objectsIn(object['subjects'])) {
    if (subject['kind'] !== 'ServiceAccount') setAbsent(subject, { apiGroup: GROUP });
  }
}

const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

function bindingErrors(object: KubeObject): FieldError[] {
  const roleRef = isJsonObject(object['roleRef']) ? object['roleRef'] : {};
  const kinds = object.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  return [
    ...(kinds.includes(roleRef['kind'] as string) ? [] : [notSupported('roleRef.kind', roleRef['kind'] ?? '', kinds)]),
    ...(roleRef['name'] ? [] : [required('roleRef.name')]),
    ...objectsIn(object['subjects']).flatMap(({ kind, name }, index) => [
      ...(name ? [] : [required(`subjects[${index}].name`)]),
      ...(SUBJECT_KINDS.includes(kind as string)
        ? []
        : [notSupported(`subjects[${index}].kind`, kind ?? '', SUBJECT_KINDS)]),
    ]),
  ];
}
