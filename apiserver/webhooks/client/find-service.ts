import { notFound } from '../../errors/index.ts';
import { endpointSlice } from '../../kinds/builtin/endpoint-slice.ts';
import { service } from '../../kinds/builtin/service.ts';
import { listPrefix, objectKey } from '../../rest/object-key.ts';
import { decodeRecord } from '../../rest/record-codec.ts';
import type { Store } from '../../storage/index.ts';
import type { WebhookService } from '../../validation/webhook-client.ts';
import type { Address } from './service-address.ts';
import { serviceAddress } from './service-address.ts';

/** Where a webhook's service answers now. @throws Error, StatusError 404 */
export type FindService = (reference: WebhookService) => Promise<Address>;

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** Looks a service and its EndpointSlices up in the store. */
export function findServiceIn(store: Store): FindService {
  return async ({ namespace, name, port = 443 }) => {
    const record = await store.get(objectKey(service, namespace, name));
    if (!record) throw notFound({ group: '', resource: 'service' }, name);
    const { records } = await store.list({ prefix: listPrefix(endpointSlice, namespace) });
    const slices = records.map(decodeRecord).filter(({ metadata }) => metadata.labels?.[SERVICE_LABEL] === name);
    return serviceAddress(decodeRecord(record), slices, port);
  };
}
