import { randomUUID } from 'node:crypto';
import { badRequest } from '../../errors/index.ts';
import type { WebhookClient } from '../client/webhook-client.ts';
import type { RegisteredWebhook } from './registered-webhook.ts';
import type { Versioned } from './invocation.ts';
import type { ReviewAnswer } from './review-answer.ts';
import { admissionReview, deniedBy, parseReviewAnswer, UnsupportedPatchError } from './review-answer.ts';
import { reviewRequest } from './review-request.ts';

/** A webhook could not be asked, or its answer makes no sense: its failurePolicy decides. */
export class WebhookCallError extends Error {
  constructor(webhook: string, cause: Error, context = '') {
    super(`failed calling webhook ${JSON.stringify(webhook)}: ${context}${cause.message}`, { cause });
  }
}

/** As large as an object may be, as a patch in base64, and something. */
const LIMIT_BYTES = 8 * 1024 * 1024;
const NO_SIDE_EFFECTS: readonly string[] = ['None', 'NoneOnDryRun'];
const DEFAULT_TIMEOUT_SECONDS = 10;

export type Call = {
  readonly registered: RegisteredWebhook;
  readonly versioned: Versioned;
  readonly isMutating: boolean;
};

/**
 * Asks a webhook about a request, and passes its warnings and annotations on.
 * @throws StatusError if it denies the request or knows no dry run; WebhookCallError
 */
export async function callWebhook(client: WebhookClient, call: Call): Promise<ReviewAnswer> {
  const { webhook } = call.registered;
  const { request } = call.versioned;
  if (request.dryRun && !NO_SIDE_EFFECTS.includes(webhook.sideEffects ?? '')) {
    throw badRequest(`admission webhook ${JSON.stringify(webhook.name)} does not support dry run`);
  }
  const answer = await ask(client, call);
  for (const [key, value] of Object.entries(answer.auditAnnotations)) request.annotate(`${webhook.name}/${key}`, value);
  for (const warning of answer.warnings) request.warn(warning);
  if (!answer.allowed) throw deniedBy(webhook.name, answer.result);
  return answer;
}

async function ask(client: WebhookClient, { registered, versioned, isMutating }: Call): Promise<ReviewAnswer> {
  const { name, clientConfig, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, admissionReviewVersions } = registered.webhook;
  const uid = randomUUID();
  const { object, oldObject } = versioned;
  const failed = (context: string) => (error: unknown) => {
    throw new WebhookCallError(name, error as Error, error instanceof UnsupportedPatchError ? '' : context);
  };
  const review = orThrow(failed(''), () =>
    admissionReview(admissionReviewVersions, { uid, ...reviewRequest(versioned), object, oldObject }),
  );
  const call = { clientConfig, review, timeoutSeconds, limitBytes: LIMIT_BYTES };
  const answer = await client.call(call).catch(failed('failed to call webhook: '));
  const received = failed('received invalid webhook response: ');
  return orThrow(received, () => parseReviewAnswer({ review, uid, isMutating }, answer));
}

function orThrow<T>(failed: (error: unknown) => never, work: () => T): T {
  try {
    return work();
  } catch (error) {
    return failed(error);
  }
}
