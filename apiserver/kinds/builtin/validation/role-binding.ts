import type { FieldError } from '../../../errors/index.ts';
import { notSupported } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { dnsSubdomainErrors, pathSegmentErrors } from '../../../validation/names.ts';
import type { Check } from './checks.ts';
import { each, fields, given, judged, needed } from './checks.ts';

/** Of roles, and of the users and groups they are given to. */
export const GROUP = 'rbac.authorization.k8s.io';

const API_GROUP = (value: unknown, path: string): FieldError[] =>
  value === GROUP ? [] : [notSupported(path, value ?? '', [GROUP])];

const ANYBODY = fields({ name: needed(), apiGroup: API_GROUP });

const account = (isNamespaced: boolean): Check =>
  fields({
    name: needed(judged(dnsSubdomainErrors)),
    apiGroup: given((value, path) => [notSupported(path, value, [''])]),
    namespace: isNamespaced ? () => [] : needed(),
  });

/** Whom a role can be given to. */
const subject =
  (isNamespaced: boolean): Check =>
  (value, path) => {
    const kinds: Readonly<Record<string, Check>> = {
      ServiceAccount: account(isNamespaced),
      User: ANYBODY,
      Group: ANYBODY,
    };
    const { kind } = value as JsonObject;
    const check = kinds[String(kind)];
    if (check) return check(value, path);
    return [...fields({ name: needed() })(value, path), notSupported(`${path}.kind`, kind ?? '', Object.keys(kinds))];
  };

const binding = (isNamespaced: boolean): Check =>
  fields({
    'roleRef.apiGroup': API_GROUP,
    'roleRef.kind': (value, path) => {
      const kinds = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
      return kinds.includes(value as string) ? [] : [notSupported(path, value ?? '', kinds)];
    },
    'roleRef.name': needed(judged(pathSegmentErrors)),
    subjects: each(subject(isNamespaced)),
  });

/** What is wrong with a binding of either kind (rbac/v1, ValidateRoleBinding). */
export const bindingErrors = (object: KubeObject): FieldError[] => binding(object.kind === 'RoleBinding')(object, '');
