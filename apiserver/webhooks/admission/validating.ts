import { internalError } from '../../errors/index.ts';
import type { AdmissionRequest } from '../../rest/dependencies.ts';
import type { WebhookClient } from '../client/webhook-client.ts';
import { callWebhook, WebhookCallError } from './call-webhook.ts';
import type { Invocation } from './invocation.ts';
import type { RegisteredWebhook } from './registered-webhook.ts';
import type { SelectionDependencies } from './select-webhook.ts';
import { selectWebhook } from './select-webhook.ts';

export type ValidatingDependencies = SelectionDependencies & { readonly client: WebhookClient };

/**
 * Asks all webhooks that are for a request at once.
 * @throws StatusError of the first of them that refuses it
 */
export async function validateByWebhooks(
  deps: ValidatingDependencies,
  webhooks: readonly RegisteredWebhook[],
  request: AdmissionRequest,
): Promise<void> {
  const invocations: Invocation[] = [];
  for (const registered of webhooks) {
    const invocation = await selectWebhook(deps, registered, request);
    if (invocation) invocations.push(invocation);
  }
  const outcomes = await Promise.allSettled(invocations.map((invocation) => validateBy(deps, invocation, request)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function validateBy(
  deps: ValidatingDependencies,
  { registered, resource }: Invocation,
  request: AdmissionRequest,
): Promise<void> {
  const { webhook } = registered;
  const versioned = await deps.inVersion(request, resource);
  try {
    await callWebhook(deps.client, { registered, versioned, isMutating: false });
  } catch (error) {
    if (!(error instanceof WebhookCallError)) throw error;
    if (webhook.failurePolicy !== 'Ignore') throw internalError(error.message);
    request.annotate(`failed-open.validating.webhook.admission.k8s.io/${webhook.name}`, webhook.name);
  }
}
