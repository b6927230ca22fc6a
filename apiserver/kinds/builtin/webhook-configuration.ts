import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { webhookConfigurationColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { objectsIn, setAbsent } from './fields.ts';
import { webhookErrors } from './webhook-errors.ts';

const strategy = {
  takesShortFinalizers: true,
  countsGenerations: true,
  updatesUnconditionally: false,
  errors: webhookErrors,
  updateErrors: webhookErrors,
};

const common = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  categories: ['api-extensions'],
  namespaced: false,
  columns: webhookConfigurationColumns,
} as const;

export const mutatingWebhookConfiguration = builtin({
  ...common,
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  definition: 'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration',
  strategy: { ...strategy, setDefaults: (object) => setDefaults(object, { reinvocationPolicy: 'Never' }) },
});

export const validatingWebhookConfiguration = builtin({
  ...common,
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  definition: 'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration',
  strategy: { ...strategy, setDefaults: (object) => setDefaults(object, {}) },
});

const DEFAULTS = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
};

function setDefaults(object: KubeObject, more: JsonObject): void {
  for (const webhook of objectsIn(object['webhooks'])) {
    setAbsent(webhook, { ...DEFAULTS, ...more });
    for (const rule of objectsIn(webhook['rules'])) setAbsent(rule, { scope: '*' });
    const { clientConfig } = webhook;
    if (isJsonObject(clientConfig) && isJsonObject(clientConfig['service'])) {
      setAbsent(clientConfig['service'], { port: 443 });
    }
  }
}
