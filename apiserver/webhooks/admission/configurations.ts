import type { Follower } from '../../controllers/event-loop.ts';
import { kindPrefix } from '../../rest/object-key.ts';
import type { Resource } from '../../kinds/resource.ts';
import type { Webhook } from '../../kinds/webhook.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { decodeRecord } from '../../rest/record-codec.ts';
import { compileMatchCondition } from '../../schema/cel/match-condition.ts';
import type { StoreEvent } from '../../storage/index.ts';
import type { RegisteredWebhook } from './registered-webhook.ts';

/** Keeps the webhooks of one kind of configuration at hand, in the order they are called in: by the configuration's name. */
export class Configurations implements Follower {
  readonly prefix: string;
  readonly #byKey = new Map<string, readonly RegisteredWebhook[]>();
  #webhooks: readonly RegisteredWebhook[] = [];

  constructor(kind: Resource) {
    this.prefix = kindPrefix(kind);
  }

  webhooks(): readonly RegisteredWebhook[] {
    return this.#webhooks;
  }

  reset(): void {
    this.#byKey.clear();
    this.#webhooks = [];
  }

  observe({ key, record }: StoreEvent): void {
    if (record) this.#byKey.set(key, registered(decodeRecord(record)));
    else this.#byKey.delete(key);
    const keys = [...this.#byKey.keys()].sort();
    this.#webhooks = keys.flatMap((name) => this.#byKey.get(name) ?? []);
  }
}

function registered(configuration: KubeObject): RegisteredWebhook[] {
  const webhooks = (configuration['webhooks'] ?? []) as readonly Webhook[];
  return webhooks.map((webhook, index) => ({
    id: `${configuration.metadata.name ?? ''}/${webhook.name}/${index}`,
    webhook,
    // They were checked when they were written.
    conditions: (webhook.matchConditions ?? []).map(({ expression }) => compileMatchCondition(expression.trim())),
  }));
}
