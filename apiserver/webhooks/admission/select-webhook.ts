import { forbiddenRequest } from '../../errors/index.ts';
import type { Kinds } from '../../kinds/kinds.ts';
import type { Resource } from '../../kinds/resource.ts';
import { groupResourceOf } from '../../kinds/resource.ts';
import type { Webhook } from '../../kinds/webhook.ts';
import type { LabelSelector } from '../../object/label-selector.ts';
import { labelSelectorMatches } from '../../object/label-selector.ts';
import type { AdmissionRequest } from '../../rest/dependencies.ts';
import type { Invocation, Versioned } from './invocation.ts';
import type { RegisteredWebhook } from './registered-webhook.ts';
import { isNamespace, namespaceOf, reviewRequest } from './review-request.ts';
import { ruleMatches } from './rules.ts';

type Labels = Readonly<Record<string, string>>;

export type SelectionDependencies = {
  readonly kinds: Kinds;
  /** Of a namespace. @throws StatusError 404 */
  readonly namespaceLabels: (name: string) => Promise<Labels>;
  /** A request's objects in another version of its kind. */
  readonly inVersion: (request: AdmissionRequest, resource: Resource) => Promise<Versioned>;
};

/**
 * Whether, and in which version, a webhook is to be called for a request.
 * @throws StatusError if its namespace is missing, or a condition fails and the webhook's failures do
 */
export async function selectWebhook(
  deps: SelectionDependencies,
  registered: RegisteredWebhook,
  request: AdmissionRequest,
): Promise<Invocation | undefined> {
  const { webhook } = registered;
  const resource = resourceOfRules(deps.kinds, webhook, request);
  if (!resource || !objectMatches(webhook.objectSelector, request)) return undefined;
  if (!(await namespaceMatches(deps, webhook.namespaceSelector, request))) return undefined;
  const invocation = { registered, resource };
  return (await conditionsHold(deps, invocation, request)) ? invocation : undefined;
}

/** The version the first rule that matches names; where none matches the request itself, of an equal resource. */
function resourceOfRules(kinds: Kinds, webhook: Webhook, request: AdmissionRequest): Resource | undefined {
  const { operation, resource, subresource } = request;
  const namespace = namespaceOf(request);
  const { rules = [] } = webhook;
  const matches = ({ group, version, plural }: Resource): boolean =>
    rules.some((rule) => ruleMatches(rule, { operation, group, version, resource: plural, subresource, namespace }));
  if (matches(resource)) return resource;
  if (webhook.matchPolicy === 'Exact') return undefined;
  return equivalents(kinds, resource).find(matches);
}

/** Other ways to the same objects: other versions of the kind, another group's name for it. */
function equivalents(kinds: Kinds, resource: Resource): Resource[] {
  const storageOf = ({ group, plural, storedAs }: Resource): string =>
    `${storedAs?.resource.group ?? group}/${storedAs?.resource.plural ?? plural}`;
  return kinds.all().filter((other) => other !== resource && storageOf(other) === storageOf(resource));
}

const isEmpty = ({ matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;

function objectMatches(selector: LabelSelector = {}, { object, old }: AdmissionRequest): boolean {
  if (isEmpty(selector)) return true;
  return [object, old].some((state) => state && labelSelectorMatches(selector, state.metadata?.labels ?? {}));
}

async function namespaceMatches(
  { namespaceLabels }: SelectionDependencies,
  selector: LabelSelector = {},
  request: AdmissionRequest,
): Promise<boolean> {
  const namespace = namespaceOf(request);
  if (isEmpty(selector) || (namespace === '' && !isNamespace(request.resource))) return true;
  const { object, subresource } = request;
  // The namespace that is written is not stored yet.
  const isWritten = isNamespace(request.resource) && subresource === '' && object;
  return labelSelectorMatches(selector, isWritten ? (object.metadata.labels ?? {}) : await namespaceLabels(namespace));
}

async function conditionsHold(
  deps: SelectionDependencies,
  { registered, resource }: Invocation,
  request: AdmissionRequest,
): Promise<boolean> {
  const { conditions, webhook } = registered;
  if (conditions.length === 0) return true;
  const versioned = await deps.inVersion(request, resource);
  const { object, oldObject } = versioned;
  const variables = { object, oldObject, request: reviewRequest(versioned) };
  const failures: string[] = [];
  for (const condition of conditions) {
    try {
      // One that does not hold decides, whatever fails besides.
      if (!condition(variables)) return false;
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  if (failures.length === 0) return true;
  if (webhook.failurePolicy === 'Ignore') return false;
  const cause = failures.length === 1 ? (failures[0] ?? '') : `[${failures.join(', ')}]`;
  throw forbiddenRequest(groupResourceOf(request.resource), request.name, cause);
}
