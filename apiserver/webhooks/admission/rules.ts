import type { WebhookRule } from '../../kinds/webhook.ts';

/** What rules are asked about. */
export type Attributes = {
  readonly operation: string;
  readonly group: string;
  readonly version: string;
  /** Plural. */
  readonly resource: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  /** Of a namespace its own name; empty for cluster-scoped kinds. */
  readonly namespace: string;
};

/** Whether a rule is for a request (admissionregistration.k8s.io/v1 RuleWithOperations). */
export function ruleMatches(rule: WebhookRule, attributes: Attributes): boolean {
  const { operation, group, version } = attributes;
  return (
    isInScope(rule.scope, attributes) &&
    includes(rule.operations, operation) &&
    includes(rule.apiGroups, group) &&
    includes(rule.apiVersions, version) &&
    (rule.resources ?? []).some((pattern) => resourceMatches(pattern, attributes))
  );
}

const includes = (list: readonly string[] = [], value: string): boolean => list.includes('*') || list.includes(value);

/** `pods` is not its subresources, `pods/*` is both, `*` is every resource without its subresources. */
function resourceMatches(pattern: string, { resource, subresource }: Attributes): boolean {
  const [name, part = ''] = pattern.split(/\/(.*)/s);
  return (name === '*' || name === resource) && (part === '*' || part === subresource);
}

function isInScope(scope: string | undefined, { group, version, resource, namespace }: Attributes): boolean {
  if (scope === undefined || scope === '*') return true;
  const isNamespace = group === '' && version === 'v1' && resource === 'namespaces';
  const isNamespaced = !isNamespace && namespace !== '';
  return scope === (isNamespaced ? 'Namespaced' : 'Cluster');
}
