import type { Webhook } from '../../kinds/webhook.ts';
import type { MatchCondition } from '../../schema/cel/match-condition.ts';

/** A webhook with what was made of its configuration once. */
export type RegisteredWebhook = {
  /** Of this webhook alone, over all configurations. */
  readonly id: string;
  readonly webhook: Webhook;
  readonly conditions: readonly MatchCondition[];
};
