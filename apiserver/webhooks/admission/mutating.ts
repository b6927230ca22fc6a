import { readOwners } from '../../apply/managed-fields.ts';
import { internalError } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import type { AdmissionRequest } from '../../rest/dependencies.ts';
import type { WebhookClient } from '../client/webhook-client.ts';
import { callWebhook, WebhookCallError } from './call-webhook.ts';
import type { Invocation, Versioned } from './invocation.ts';
import type { DecodeObject } from './patch-object.ts';
import { patchObject, replaceContent } from './patch-object.ts';
import type { RegisteredWebhook } from './registered-webhook.ts';
import type { SelectionDependencies } from './select-webhook.ts';
import { selectWebhook } from './select-webhook.ts';

export type MutatingDependencies = SelectionDependencies & {
  readonly client: WebhookClient;
  readonly decode: DecodeObject;
  /** The reverse of `inVersion`, for one object. */
  readonly fromVersion: (object: KubeObject, from: Versioned) => Promise<KubeObject>;
};

/**
 * Lets webhooks change a request's object, in place, one after the other; then those that ask for it and were followed
 * by a change once more.
 * @throws StatusError
 */
export async function mutateByWebhooks(
  deps: MutatingDependencies,
  webhooks: readonly RegisteredWebhook[],
  request: AdmissionRequest,
): Promise<void> {
  const { managedFields } = request.object?.metadata ?? {};
  const again = await runRound(deps, webhooks, request);
  if (again.size > 0) {
    const called = webhooks.filter(({ id }) => again.has(id));
    await runRound(deps, called, request);
  }
  keepReadable(request, managedFields);
}

/** @returns the webhooks that want to see the object again because it changed after they saw it */
async function runRound(
  deps: MutatingDependencies,
  webhooks: readonly RegisteredWebhook[],
  request: AdmissionRequest,
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const registered of webhooks) {
    const invocation = await selectWebhook(deps, registered, request);
    if (!invocation) continue;
    if (await mutateBy(deps, invocation, request)) for (const id of seen) again.add(id);
    if (registered.webhook.reinvocationPolicy === 'IfNeeded') seen.add(registered.id);
  }
  return again;
}

/** @returns whether the object changed */
async function mutateBy(
  deps: MutatingDependencies,
  { registered, resource }: Invocation,
  request: AdmissionRequest,
): Promise<boolean> {
  const { webhook } = registered;
  const versioned = await deps.inVersion(request, resource);
  try {
    const { patch } = await callWebhook(deps.client, { registered, versioned, isMutating: true });
    if (patch === '' || patch.trim() === '[]') return false;
    if (!versioned.object) {
      const text = `admission webhook ${JSON.stringify(webhook.name)} attempted to modify the object`;
      throw internalError(`${text}, which is not supported for this operation`);
    }
    const kind = request.objectKind ?? resource;
    const patched = patchObject(
      patch,
      { webhook: webhook.name, object: versioned.object, resource: kind },
      deps.decode,
    );
    return await take(deps, patched, versioned);
  } catch (error) {
    if (!(error instanceof WebhookCallError)) throw error;
    if (webhook.failurePolicy !== 'Ignore') throw internalError(error.message);
    request.annotate(`failed-open.mutating.webhook.admission.k8s.io/${webhook.name}`, webhook.name);
    return false;
  }
}

async function take(deps: MutatingDependencies, patched: KubeObject, versioned: Versioned): Promise<boolean> {
  const { request } = versioned;
  const object = request.object as KubeObject;
  const made = await deps.fromVersion(patched, versioned);
  request.complete(made);
  const isChanged = !equalJson(made, object);
  if (isChanged) replaceContent(object, made);
  return isChanged;
}

/** Owners nobody can read any more are put back (fieldmanager, admission). */
function keepReadable({ object, warn }: AdmissionRequest, before: unknown[] | undefined): void {
  if (!object?.metadata || object.metadata.managedFields === before) return;
  try {
    readOwners(object.metadata.managedFields);
  } catch (error) {
    if (before) object.metadata.managedFields = before;
    else delete object.metadata.managedFields;
    const cause = 'this could be caused by an outdated mutating admission controller; please fix your requests';
    warn(`.metadata.managedFields was in an invalid state after admission; ${cause}: ${(error as Error).message}`);
  }
}
