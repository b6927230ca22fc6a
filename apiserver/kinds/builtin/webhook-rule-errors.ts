import type { FieldError } from '../../errors/index.ts';
import { invalid, notSupported, required } from '../../errors/index.ts';
import type { WebhookRule } from '../webhook.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** What is wrong with a rule of a webhook. */
export function webhookRuleErrors(rule: WebhookRule, path: string): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope = '*' } = rule;
  return [
    ...listErrors(operations, `${path}.operations`, 'operations'),
    ...operations.flatMap((operation, index) =>
      OPERATIONS.includes(operation) ? [] : [notSupported(`${path}.operations[${index}]`, operation, OPERATIONS)],
    ),
    ...listErrors(apiGroups, `${path}.apiGroups`, 'API groups'),
    ...listErrors(apiVersions, `${path}.apiVersions`, 'API versions'),
    ...emptyErrors(apiVersions, `${path}.apiVersions`),
    ...resourceErrors(resources, `${path}.resources`),
    ...(SCOPES.includes(scope) ? [] : [notSupported(`${path}.scope`, scope, SCOPES)]),
  ];
}

function listErrors(list: readonly string[], path: string, what: string): FieldError[] {
  if (list.length === 0) return [required(path)];
  if (list.length === 1 || !list.includes('*')) return [];
  return [invalid(path, list, `if '*' is present, must not specify other ${what}`)];
}

const emptyErrors = (list: readonly string[], path: string): FieldError[] =>
  list.flatMap((item, index) => (item === '' ? [required(`${path}[${index}]`)] : []));

function resourceErrors(resources: readonly string[], path: string): FieldError[] {
  if (resources.length === 0) return [required(path)];
  return [
    ...emptyErrors(resources, path),
    ...resources.flatMap((resource, index) => overlapErrors(resource, resources.slice(0, index), `${path}[${index}]`)),
    ...wildcardErrors(resources, path),
  ];
}

/** A wildcard that was named before covers the rest. */
function overlapErrors(resource: string, before: readonly string[], path: string): FieldError[] {
  const [name, subresource] = resource.split(/\/(.*)/s);
  if (subresource === undefined) return [];
  const covering = [`${name}/*`, `*/${subresource}`].filter((wildcard) => before.includes(wildcard));
  return covering.map((wildcard) =>
    invalid(path, resource, `if '${wildcard}' is present, must not specify ${resource}`),
  );
}

function wildcardErrors(resources: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalid(path, resources, "if '*/*' is present, must not specify other resources"));
  }
  const others = resources.some((resource) => resource !== '' && resource !== '*' && !resource.includes('/'));
  if (others && resources.includes('*')) {
    const detail = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalid(path, resources, detail));
  }
  return errors;
}
