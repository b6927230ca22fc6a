import type { StoreEvent } from '../storage/index.ts';

/** So much of what happened may wait for a client; watchers of one kind share it. */
const LIMIT_CHARACTERS = 16 * 1024 * 1024;

/** How much waits for a client that does not keep up with what happens. */
export class PendingEvents {
  #characters = 0;

  /** Whether a batch is too much on top of what waits. */
  isFullFor(batch: readonly StoreEvent[]): boolean {
    return this.#characters > 0 && this.#characters + sum(batch) > LIMIT_CHARACTERS;
  }

  add(batch: readonly StoreEvent[]): void {
    this.#characters += sum(batch);
  }

  remove(event: StoreEvent): void {
    this.#characters -= sizeOf(event);
  }
}

const sum = (batch: readonly StoreEvent[]): number => batch.reduce((total, event) => total + sizeOf(event), 0);

const sizeOf = ({ record, previous }: StoreEvent): number =>
  (record?.value.length ?? 0) + (previous?.value.length ?? 0);
