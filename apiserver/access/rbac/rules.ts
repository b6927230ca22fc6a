import type { AccessRequest } from '../authorizer.ts';

/** rbac.authorization.k8s.io/v1, PolicyRule. */
export type PolicyRule = {
  readonly verbs: readonly string[] | null;
  readonly apiGroups?: readonly string[] | null;
  readonly resources?: readonly string[] | null;
  readonly resourceNames?: readonly string[] | null;
  readonly nonResourceURLs?: readonly string[] | null;
};

/** What is absent may be null in an object. */
type Texts = readonly string[] | null | undefined;

const hasOrAll = (values: Texts, value: string): boolean =>
  (values ?? []).some((known) => known === '*' || known === value);

/** Whether one rule alone lets a request through. */
export function ruleAllows(rule: PolicyRule, { verb, path, resource }: AccessRequest): boolean {
  if (!hasOrAll(rule.verbs, verb)) return false;
  if (!resource) return pathMatches(rule.nonResourceURLs ?? [], path);
  const { group, resource: plural, subresource, name } = resource;
  if (!hasOrAll(rule.apiGroups, group) || !resourceMatches(rule.resources ?? [], plural, subresource)) return false;
  const names = rule.resourceNames ?? [];
  return names.length === 0 || (name !== '' && names.includes(name));
}

function resourceMatches(resources: readonly string[], plural: string, subresource: string): boolean {
  const full = subresource ? `${plural}/${subresource}` : plural;
  return hasOrAll(resources, full) || (subresource !== '' && resources.includes(`*/${subresource}`));
}

/** A `*` at the end stands for anything. */
function pathMatches(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path));
}

/** One verb on one resource, of one name or all, or on one path: what a rule comes down to. */
type Grant = { readonly verb: string; readonly rule: PolicyRule } & (
  { readonly url: string } | { readonly group: string; readonly resource: string; readonly name: string | undefined }
);

function grantsOf(rule: PolicyRule): Grant[] {
  const [apiGroups, resources, nonResourceURLs] = [
    rule.apiGroups ?? [],
    rule.resources ?? [],
    rule.nonResourceURLs ?? [],
  ];
  const resourceNames = rule.resourceNames ?? [];
  const names = resourceNames.length > 0 ? resourceNames : [undefined];
  return (rule.verbs ?? []).flatMap((verb) => [
    ...apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        names.map((name) => {
          const one = { verbs: [verb], apiGroups: [group], resources: [resource] };
          return { verb, group, resource, name, rule: name === undefined ? one : { ...one, resourceNames: [name] } };
        }),
      ),
    ),
    ...nonResourceURLs.map((url) => ({ verb, url, rule: { verbs: [verb], nonResourceURLs: [url] } })),
  ]);
}

/** How many single grants rules come down to: their lists multiply. */
export function grantCount(rules: readonly PolicyRule[]): number {
  const lengthOf = (texts: Texts): number => texts?.length ?? 0;
  const counts = rules.map(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => {
    const targets = lengthOf(apiGroups) * lengthOf(resources) * Math.max(1, lengthOf(resourceNames));
    return lengthOf(verbs) * (targets + lengthOf(nonResourceURLs));
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What of `wanted` the held rules do not give: whoever writes a role must hold all of it. */
export function uncoveredRules(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  const grants = wanted.flatMap(grantsOf).filter((grant) => !held.some((rule) => covers(rule, grant)));
  return grants.map(({ rule }) => rule);
}

function covers(rule: PolicyRule, grant: Grant): boolean {
  if (!hasOrAll(rule.verbs, grant.verb)) return false;
  if ('url' in grant) return pathMatches(rule.nonResourceURLs ?? [], grant.url);
  const [plural = '', ...rest] = grant.resource.split('/');
  const subresource = rest.join('/');
  if (!hasOrAll(rule.apiGroups, grant.group) || !resourceMatches(rule.resources ?? [], plural, subresource))
    return false;
  const names = rule.resourceNames ?? [];
  return names.length === 0 || (grant.name !== undefined && names.includes(grant.name));
}

/** Rules about resources that differ in their verbs only are written as one. */
export function compactRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const byTarget = new Map<string, PolicyRule>();
  for (const { verbs, ...target } of rules) {
    const key = JSON.stringify(target.nonResourceURLs ? { ...target, verbs } : target);
    byTarget.set(key, { ...target, verbs: [...(byTarget.get(key)?.verbs ?? []), ...(verbs ?? [])] });
  }
  return [...byTarget.values()];
}

/** As messages show it: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`. */
export function printRule({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }: PolicyRule): string {
  const list = (name: string, values: Texts): string[] =>
    values && values.length > 0 ? [`${name}:[${values.map((value) => JSON.stringify(value)).join(' ')}]`] : [];
  const parts = [
    ...list('APIGroups', apiGroups),
    ...list('Resources', resources),
    ...list('ResourceNames', resourceNames),
    ...list('NonResourceURLs', nonResourceURLs),
    ...list('Verbs', verbs),
  ];
  return `{${parts.join(', ')}}`;
}
