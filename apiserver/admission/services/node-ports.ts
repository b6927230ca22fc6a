import type { FieldError } from '../../errors/index.ts';
import { internalError, invalid, StatusError } from '../../errors/index.ts';
import {
  givesNodePorts,
  healthPortOf,
  needsHealthCheck,
  needsNodePorts,
  nodePortsOf,
  portsOf,
} from '../../kinds/builtin/services/service-fields.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import type { NumberRange } from './number-range.ts';
import { freeNumber } from './number-range.ts';

/** Ports that a service may have on each node. */
const RANGE: NumberRange = { first: 30_000, dynamic: 30_086, last: 32_767 };

export type IsPortTaken = (port: number) => boolean;

/** What a service has of ports before: they are its own. */
export const ownPorts = (spec: JsonObject | undefined): ReadonlySet<number> =>
  new Set(spec ? [...nodePortsOf(spec), healthPortOf(spec)].filter((port) => port > 0) : []);

/** Takes ports for one service, one after the other. */
export class PortChoice {
  readonly taken = new Set<number>();
  readonly #isTaken: IsPortTaken;

  constructor(isTaken: IsPortTaken) {
    this.#isTaken = isTaken;
  }

  /** @returns why it cannot be had */
  ask(port: number): string | undefined {
    const { first, last } = RANGE;
    if (port < first || port > last) {
      return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
    }
    if (this.taken.has(port) || this.#isTaken(port)) return 'provided port is already allocated';
    this.taken.add(port);
    return undefined;
  }

  /** Any. @throws StatusError 500 if there is none */
  next(what: string): number {
    const port = freeNumber(RANGE, (one) => this.taken.has(one) || this.#isTaken(one));
    if (port === undefined) throw internalError(`failed to allocate a ${what}: range is full`);
    this.taken.add(port);
    return port;
  }
}

/** Gives a new service's ports, in place, their numbers on the nodes. @returns what stands against it @throws StatusError */
export function setNodePorts(spec: JsonObject, choice: PortChoice): FieldError[] {
  if (!needsNodePorts(spec)) return [];
  /** By port: one of several protocols has one number. */
  const chosen = new Map<unknown, number>();
  const ports = portsOf(spec);
  for (const [index, port] of ports.entries()) {
    if (!port['nodePort'] && !givesNodePorts(spec)) continue;
    const shared = chosen.get(port['port']);
    const asked = Number(port['nodePort'] || shared || requested(ports, port));
    const problem = asked === shared ? undefined : problemOf(choice, asked);
    if (problem !== undefined) return [invalid(`spec.ports[${index}].nodePort`, asked, problem)];
    port['nodePort'] = asked || choice.next('nodePort');
    if (shared === undefined) chosen.set(port['port'], port['nodePort'] as number);
  }
  return [];
}

/** Nothing stands against any port. */
const problemOf = (choice: PortChoice, asked: number): string | undefined =>
  asked === 0 ? undefined : choice.ask(asked);

/** What another port of the same number asks for. */
const requested = (ports: readonly JsonObject[], { port }: JsonObject): number =>
  Number(ports.find((other) => other['port'] === port && other['nodePort'])?.['nodePort'] ?? 0);

/** Gives a changed service's ports, in place, the numbers they lack. @returns what stands against it @throws StatusError */
export function changeNodePorts(spec: JsonObject, old: JsonObject, choice: PortChoice): FieldError[] {
  if (!needsNodePorts(spec)) return [];
  const before = nodePortsOf(old);
  const seen = new Set<string>();
  for (const [index, port] of portsOf(spec).entries()) {
    const number = Number(port['nodePort'] ?? 0);
    if (number === 0 && !givesNodePorts(spec)) continue;
    const isOwn = before.includes(number) || choice.taken.has(number);
    const problem = number === 0 || isOwn ? undefined : choice.ask(number);
    if (problem !== undefined) return [invalid(`spec.ports[${index}].nodePort`, number, problem)];
    port['nodePort'] = number || choice.next('nodePort');
    const key = `{${String(port['protocol'])} ${String(port['nodePort'])}}`;
    if (seen.has(key)) throw new StatusError(500, '', `duplicate nodePort: ${key}`);
    seen.add(key);
  }
  return [];
}

/** Gives a service, in place, the port by which its health is asked. @throws StatusError 500 */
export function setHealthPort(spec: JsonObject, old: JsonObject | undefined, choice: PortChoice): void {
  if (!needsHealthCheck(spec) || (old && needsHealthCheck(old))) return;
  const asked = healthPortOf(spec);
  const problem = asked === 0 ? undefined : choice.ask(asked);
  if (problem !== undefined)
    throw internalError(`failed to allocate requested HealthCheck NodePort ${asked}: ${problem}`);
  spec['healthCheckNodePort'] = asked || choice.next('HealthCheck NodePort 0');
}
