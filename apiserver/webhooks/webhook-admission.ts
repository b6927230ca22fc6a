import type { Logger } from 'pino';
import { follow } from '../controllers/event-loop.ts';
import { notFound } from '../errors/index.ts';
import { namespaceResource } from '../kinds/builtin/index.ts';
import {
  mutatingWebhookConfiguration,
  validatingWebhookConfiguration,
} from '../kinds/builtin/webhook-configuration.ts';
import type { Kinds } from '../kinds/kinds.ts';
import type { Admission, AdmissionRequest, Conversion } from '../rest/dependencies.ts';
import { objectKey } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { Store } from '../storage/index.ts';
import { Configurations } from './admission/configurations.ts';
import type { MutatingDependencies } from './admission/mutating.ts';
import { mutateByWebhooks } from './admission/mutating.ts';
import type { DecodeObject } from './admission/patch-object.ts';
import { fromVersion, inVersion } from './admission/request-version.ts';
import type { SelectionDependencies } from './admission/select-webhook.ts';
import { validateByWebhooks } from './admission/validating.ts';
import type { WebhookClient } from './client/webhook-client.ts';

export type WebhookAdmissionDependencies = {
  readonly store: Store;
  readonly kinds: Kinds;
  readonly conversion: Conversion;
  readonly client: WebhookClient;
  readonly decode: DecodeObject;
  readonly logger: Logger;
};

/** Admission by the webhooks that are configured, and the way to stop following their configurations. */
export type WebhookAdmission = { readonly admission: Admission; stop(): void };

/** @throws if the store fails */
export async function openWebhookAdmission(deps: WebhookAdmissionDependencies): Promise<WebhookAdmission> {
  const { store, conversion, client, decode, logger } = deps;
  const mutating = new Configurations(mutatingWebhookConfiguration);
  const validating = new Configurations(validatingWebhookConfiguration);
  const stops = [await follow(store, mutating, logger), await follow(store, validating, logger)];
  const selection: SelectionDependencies = {
    kinds: deps.kinds,
    namespaceLabels: (name) => namespaceLabels(store, name),
    inVersion: (request, resource) => inVersion(conversion, request, resource),
  };
  const changing: MutatingDependencies = {
    ...selection,
    client,
    decode,
    fromVersion: (object, versioned) => fromVersion(conversion, object, versioned),
  };
  return {
    admission: {
      mutate: async (request) => {
        const webhooks = mutating.webhooks();
        if (webhooks.length === 0 || isExempt(request)) return;
        await mutateByWebhooks(changing, webhooks, request);
      },
      validate: async (request) => {
        const webhooks = validating.webhooks();
        if (webhooks.length === 0 || isExempt(request)) return;
        await validateByWebhooks({ ...selection, client }, webhooks, request);
      },
    },
    stop: () => stops.forEach((stop) => stop()),
  };
}

/** Nobody locks themselves out of what configures admission. */
const isExempt = ({ resource }: AdmissionRequest): boolean => resource.group === 'admissionregistration.k8s.io';

async function namespaceLabels(store: Store, name: string): Promise<Readonly<Record<string, string>>> {
  const record = await store.get(objectKey(namespaceResource, '', name));
  if (!record) throw notFound({ group: '', resource: 'namespaces' }, name);
  return decodeRecord(record).metadata.labels ?? {};
}
