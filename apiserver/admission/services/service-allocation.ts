import type { FieldError } from '../../errors/index.ts';
import { internalError, invalid, invalidObject } from '../../errors/index.ts';
import { specOf } from '../../kinds/builtin/fields.ts';
import { service } from '../../kinds/builtin/service.ts';
import { alignClusterIPs, keepAllocated } from '../../kinds/builtin/services/allocated-fields.ts';
import { setIpFamilies } from '../../kinds/builtin/services/ip-families.ts';
import { clusterIPsOf, HEADLESS, needsAddress } from '../../kinds/builtin/services/service-fields.ts';
import { groupKindOf } from '../../kinds/resource.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import type { Admission, AdmissionRequest } from '../../rest/dependencies.ts';
import { kindPrefix } from '../../rest/object-key.ts';
import { decodeRecord } from '../../rest/record-codec.ts';
import type { Store } from '../../storage/index.ts';
import { addressProblem, freeAddress } from './cluster-addresses.ts';
import { changeNodePorts, ownPorts, PortChoice, setHealthPort, setNodePorts } from './node-ports.ts';
import { Reservations } from './reservations.ts';

/** Gives each service its cluster IP and its ports on the nodes, which no other service has. */
export function serviceAllocation(store: Store): Admission {
  const reservations = new Reservations();
  return {
    mutate: async (request) => {
      const { resource, subresource, object, old, whenOver } = request;
      if (resource !== service || subresource !== '' || !object) return;
      const spec = specOf(object);
      const before = old && specOf(old);
      if (before) keepAllocated(spec, before);
      alignClusterIPs(spec, before);
      refuse(request, setIpFamilies(spec, before));
      const giveBack = await reservations.reserve(
        () => takenItems(store),
        (isTaken) => allocate(request, { spec, before, isTaken }),
      );
      whenOver(giveBack);
    },
  };
}

/** Addresses as they are, ports as `:<number>`. */
async function takenItems(store: Store): Promise<ReadonlySet<string>> {
  const { records } = await store.list({ prefix: kindPrefix(service) });
  return new Set(records.flatMap((record) => itemsOf(specOf({ spec: decodeRecord(record)['spec'] }))));
}

const itemsOf = (spec: JsonObject): string[] => [
  ...clusterIPsOf(spec).filter((address) => address !== HEADLESS),
  ...[...ownPorts(spec)].map(portItem),
];

const portItem = (port: number): string => `:${port}`;

type Allocation = {
  readonly spec: JsonObject;
  readonly before: JsonObject | undefined;
  readonly isTaken: (item: string) => boolean;
};

/** @returns what is taken anew @throws StatusError */
function allocate(request: AdmissionRequest, { spec, before, isTaken }: Allocation): string[] {
  const own = ownPorts(before);
  const choice = new PortChoice((port) => !own.has(port) && isTaken(portItem(port)));
  const addresses = setAddress(request, { spec, before, isTaken });
  refuse(request, before ? changeNodePorts(spec, before, choice) : setNodePorts(spec, choice));
  setHealthPort(spec, before, choice);
  return [...addresses, ...[...choice.taken].map(portItem)];
}

/** Only what had none gets an address. */
function setAddress(request: AdmissionRequest, { spec, before, isTaken }: Allocation): string[] {
  const isNew = !before || !needsAddress(before);
  const [asked = ''] = clusterIPsOf(spec);
  if (!isNew || !needsAddress(spec) || asked === HEADLESS) return [];
  const problem = asked === '' ? undefined : addressProblem(asked, isTaken, request.dryRun);
  if (problem !== undefined) {
    const text = `failed to allocate IP ${asked}: ${problem}`;
    refuse(request, [invalid('spec.clusterIPs', clusterIPsOf(spec), text)]);
  }
  const address = asked || freeAddress(isTaken);
  if (address === undefined) throw internalError('failed to allocate a serviceIP: range is full');
  Object.assign(spec, { clusterIP: address, clusterIPs: [address] });
  return [address];
}

/** @throws StatusError 422 */
function refuse({ name }: AdmissionRequest, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject(groupKindOf(service), name, errors);
}
