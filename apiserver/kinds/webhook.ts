import type { LabelSelector } from '../object/label-selector.ts';
import type { WebhookClientConfig } from '../validation/webhook-client.ts';

/** A webhook of a MutatingWebhookConfiguration or a ValidatingWebhookConfiguration, with its defaults. */
export type Webhook = {
  readonly name: string;
  readonly clientConfig: WebhookClientConfig;
  readonly rules?: readonly WebhookRule[];
  readonly failurePolicy?: string;
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly sideEffects?: string;
  readonly timeoutSeconds?: number;
  readonly admissionReviewVersions: readonly string[];
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  /** Of mutating webhooks only. */
  readonly reinvocationPolicy?: string;
};

/** admissionregistration.k8s.io/v1 RuleWithOperations. */
export type WebhookRule = {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  /** Cluster, Namespaced or `*`. */
  readonly scope?: string;
};
