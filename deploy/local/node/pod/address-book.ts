import { freeAddress, type AddressRange } from './pod-address.ts';

/** Gives every pod an address of its own. */
export class AddressBook {
  readonly #range: AddressRange;
  readonly #byPod = new Map<string, string>();

  constructor(range: AddressRange) {
    this.#range = range;
  }

  /** The pod's address: the one it has, else the wished one if it is free, else a new one. @throws RangeError when all are in use */
  assign(podUid: string, wished?: string): string {
    const existing = this.#byPod.get(podUid);
    if (existing !== undefined) return existing;
    const used = new Set(this.#byPod.values());
    const address = wished !== undefined && !used.has(wished) ? wished : freeAddress(this.#range, used);
    this.#byPod.set(podUid, address);
    return address;
  }

  release(podUid: string): void {
    this.#byPod.delete(podUid);
  }
}
