import type { NumberRange } from './number-range.ts';
import { freeNumber } from './number-range.ts';

/** Addresses of services, without those of the network itself and of all in it. */
const NETWORK = '10.96.0.0/16';
const PREFIX = '10.96.';
const RANGE: NumberRange = { first: 1, dynamic: 257, last: 2 ** 16 - 2 };
/** Of the API server itself, in Kubernetes. */
const RESERVED = addressOf(1);

function addressOf(number: number): string {
  return `${PREFIX}${number >> 8}.${number & 255}`;
}

type IsTaken = (address: string) => boolean;

/** Any address that is free; undefined if none is. */
export function freeAddress(isTaken: IsTaken): string | undefined {
  const number = freeNumber(RANGE, (one) => addressOf(one) === RESERVED || isTaken(addressOf(one)));
  return number === undefined ? undefined : addressOf(number);
}

/** Why an address that is asked for cannot be had; undefined if it can. @param isTried nobody gets it: as in kube-apiserver, it may be taken */
export function addressProblem(address: string, isTaken: IsTaken, isTried: boolean): string | undefined {
  if (isInRange(address)) {
    const isFree = isTried || (address !== RESERVED && !isTaken(address));
    return isFree ? undefined : 'provided IP is already allocated';
  }
  if (!isTried) return 'the provided network does not match the current range';
  return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${NETWORK}`;
}

function isInRange(address: string): boolean {
  const [, , high = NaN, low = NaN] = address.split('.').map(Number);
  const number = high * 256 + low;
  return addressOf(number) === address && number >= RANGE.first && number <= RANGE.last;
}
