import { randomInt } from 'node:crypto';
import { textAt } from '../kinds/builtin/fields.ts';
import { service } from '../kinds/builtin/service.ts';
import type { KubeObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { Admission } from '../rest/dependencies.ts';
import { kindPrefix } from '../rest/object-key.ts';
import { decodeRecord } from '../rest/record-codec.ts';
import type { Store } from '../storage/index.ts';
import { internalError } from '../errors/index.ts';

/** Addresses of services: 10.96.0.0/16, the first and the last of each /24 left out. */
const RANGE = '10.96';
const TRIES = 1000;
/** How many addresses given last are not given again, although their services may not be stored yet. */
const REMEMBERED = 1024;

/** Gives each service that has none its cluster IP, which no other service has. */
export function clusterIpAllocation(store: Store): Admission {
  const recent: string[] = [];
  return {
    mutate: async ({ resource, object, old, dryRun }) => {
      if (resource !== service || !object || !needsAddress(object) || hasAddress(old)) return;
      const taken = new Set([...(await takenAddresses(store)), ...recent]);
      const address = freeAddress(taken);
      if (!dryRun) recent.push(address);
      if (recent.length > REMEMBERED) recent.shift();
      object['spec'] = { ...(object['spec'] as object), clusterIP: address, clusterIPs: [address] };
    },
  };
}

function needsAddress(object: KubeObject): boolean {
  const spec = object['spec'];
  return isJsonObject(spec) && spec['type'] !== 'ExternalName' && !spec['clusterIP'];
}

const hasAddress = (object: KubeObject | undefined): boolean => textAt(object ?? {}, 'spec', 'clusterIP') !== '';

async function takenAddresses(store: Store): Promise<string[]> {
  const { records } = await store.list({ prefix: kindPrefix(service) });
  return records.flatMap((record) => {
    const { spec } = decodeRecord(record) as { spec?: { clusterIP?: string } };
    return spec?.clusterIP ? [spec.clusterIP] : [];
  });
}

function freeAddress(taken: ReadonlySet<string>): string {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const address = `${RANGE}.${randomInt(256)}.${randomInt(1, 255)}`;
    if (!taken.has(address)) return address;
  }
  throw internalError('failed to allocate IP: range is full');
}
