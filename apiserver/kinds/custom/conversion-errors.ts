import type { FieldError } from '../../errors/index.ts';
import { forbidden, notSupported, required } from '../../errors/index.ts';
import { reviewVersionErrors, webhookClientErrors } from '../../validation/webhook-client.ts';
import type { DefinitionConversion } from './definition.ts';

const STRATEGIES: readonly string[] = ['None', 'Webhook'];
const UNWANTED = 'should not be set when strategy is not set to Webhook';

/** What is wrong with how a definition's versions are converted; fields are named as in the group's internal version. */
export function conversionErrors({ strategy, webhook }: DefinitionConversion, path: string): FieldError[] {
  const [client, versions] = [`${path}.webhookClientConfig`, `${path}.conversionReviewVersions`];
  const { clientConfig } = webhook ?? {};
  // What was left out is null where the kind is written as Kubernetes writes it.
  const conversionReviewVersions = webhook?.conversionReviewVersions ?? [];
  if (strategy === 'Webhook') {
    return [
      ...(clientConfig
        ? webhookClientErrors(clientConfig, client)
        : [required(client, 'required when strategy is set to Webhook')]),
      ...reviewVersionErrors(conversionReviewVersions, versions, ''),
    ];
  }
  return [
    ...strategyErrors(strategy, `${path}.strategy`),
    ...(clientConfig ? [forbidden(client, UNWANTED)] : []),
    ...(conversionReviewVersions.length > 0 ? [forbidden(versions, UNWANTED)] : []),
  ];
}

function strategyErrors(strategy: string, path: string): FieldError[] {
  if (!strategy) return [required(path)];
  return STRATEGIES.includes(strategy) ? [] : [notSupported(path, strategy, STRATEGIES)];
}
