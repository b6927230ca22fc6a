import type { FieldError } from '../../errors/index.ts';
import { fieldError, invalid, notSupported, required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { CompileError } from '../../schema/cel/compile-rule.ts';
import { compileMatchCondition } from '../../schema/cel/match-condition.ts';
import { labelSelectorErrors } from '../../validation/label-selector.ts';
import { dnsSubdomainErrors, qualifiedNameErrors } from '../../validation/names.ts';
import { reviewVersionErrors, webhookClientErrors } from '../../validation/webhook-client.ts';
import type { Webhook } from '../webhook.ts';
import { webhookRuleErrors } from './webhook-rule-errors.ts';

/** What is wrong with a configuration of admission webhooks. */
export function webhookErrors(object: KubeObject): FieldError[] {
  const webhooks = (object['webhooks'] ?? []) as readonly Webhook[];
  const names = webhooks.map(({ name }) => name);
  return webhooks.flatMap((webhook, index) => {
    const path = `webhooks[${index}]`;
    const isRepeated = Boolean(webhook.name) && names.indexOf(webhook.name) < index;
    return [
      ...oneWebhookErrors(webhook, path),
      ...reviewVersionErrors(
        webhook.admissionReviewVersions ?? [],
        `${path}.admissionReviewVersions`,
        'must specify one of v1, v1beta1',
      ),
      ...(isRepeated ? [fieldError({ type: 'duplicate', field: `${path}.name`, value: webhook.name })] : []),
    ];
  });
}

const CHOICES = {
  failurePolicy: ['Fail', 'Ignore'],
  matchPolicy: ['Equivalent', 'Exact'],
  reinvocationPolicy: ['IfNeeded', 'Never'],
} as const;
const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];

function oneWebhookErrors(webhook: Webhook, path: string): FieldError[] {
  const { rules = [], clientConfig = {}, namespaceSelector = {}, objectSelector = {}, matchConditions = [] } = webhook;
  return [
    ...nameErrors(webhook.name, `${path}.name`),
    ...rules.flatMap((rule, index) => webhookRuleErrors(rule, `${path}.rules[${index}]`)),
    ...choiceErrors(webhook, path),
    ...timeoutErrors(webhook, path),
    ...labelSelectorErrors(namespaceSelector, `${path}.namespaceSelector`),
    ...labelSelectorErrors(objectSelector, `${path}.objectSelector`),
    ...webhookClientErrors(clientConfig, `${path}.clientConfig`),
    ...conditionErrors(matchConditions, `${path}.matchConditions`),
  ];
}

function nameErrors(name: string, path: string): FieldError[] {
  if (!name) return [required(path)];
  const problems = dnsSubdomainErrors(name);
  if (problems.length > 0) return [invalid(path, name, problems.join(','))];
  if (name.split('.').length >= 3) return [];
  return [invalid(path, name, 'should be a domain with at least three segments separated by dots')];
}

function choiceErrors(webhook: Webhook, path: string): FieldError[] {
  const { sideEffects } = webhook;
  const choices = Object.entries(CHOICES).flatMap(([field, choice]) => {
    const value = webhook[field as keyof typeof CHOICES];
    const isSupported = value === undefined || (choice as readonly string[]).includes(value);
    return isSupported ? [] : [notSupported(`${path}.${field}`, value, choice)];
  });
  if (sideEffects === undefined) {
    return [...choices, required(`${path}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(', ')}`)];
  }
  if (SIDE_EFFECTS.includes(sideEffects)) return choices;
  return [...choices, notSupported(`${path}.sideEffects`, sideEffects, SIDE_EFFECTS)];
}

function timeoutErrors({ timeoutSeconds = 10 }: Webhook, path: string): FieldError[] {
  if (timeoutSeconds >= 1 && timeoutSeconds <= 30) return [];
  return [invalid(`${path}.timeoutSeconds`, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds')];
}

const MAX_CONDITIONS = 64;

function conditionErrors(conditions: NonNullable<Webhook['matchConditions']>, path: string): FieldError[] {
  const names = conditions.map(({ name }) => name);
  const each = conditions.flatMap(({ name, expression }, index) => {
    const at = `${path}[${index}]`;
    const isRepeated = Boolean(name) && names.indexOf(name) < index;
    return [
      ...expressionErrors(expression?.trim() ?? '', `${at}.expression`),
      ...(name ? qualifiedNameErrors(name).map((text) => invalid(`${at}.name`, name, text)) : [required(`${at}.name`)]),
      ...(isRepeated ? [fieldError({ type: 'duplicate', field: `${at}.name`, value: name })] : []),
    ];
  });
  if (conditions.length <= MAX_CONDITIONS) return each;
  const detail = `must have at most ${MAX_CONDITIONS} items`;
  return [fieldError({ type: 'tooMany', field: path, value: conditions.length, detail }), ...each];
}

function expressionErrors(expression: string, path: string): FieldError[] {
  if (expression === '') return [required(path)];
  try {
    compileMatchCondition(expression);
    return [];
  } catch (error) {
    if (error instanceof CompileError) return [invalid(path, expression, error.message)];
    throw error;
  }
}
