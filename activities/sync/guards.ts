import { parseQuantity, formatBytes } from '../../resources/quantity.ts';

/** What the plan says, as far as the guard against mass deletion cares. */
export interface DeletionQuestion {
  /** `spec.config.maxDelete`. */
  readonly maxDelete: string;
  /** The user asked for the deletions. */
  readonly allowDelete: boolean;
  /** Entries of the mirror now. */
  readonly localEntries: number;
  /** Entries of the mirror that the upstream no longer has. */
  readonly deletions: number;
}

/** Most entries a run may delete; Infinity when there is no limit. */
export function deletionLimit(question: Omit<DeletionQuestion, 'deletions'>): number {
  const { maxDelete, allowDelete, localEntries } = question;
  if (allowDelete || maxDelete === 'unlimited') return Number.POSITIVE_INFINITY;
  if (!maxDelete.endsWith('%')) return Number(maxDelete);
  return Math.floor((localEntries * Number(maxDelete.slice(0, -1))) / 100);
}

/** @returns the sentence that refuses the run, or undefined when it may go on */
export function refuseDeletion(question: DeletionQuestion, name: string): string | undefined {
  const limit = deletionLimit(question);
  if (question.deletions <= limit) return undefined;
  return (
    `The upstream no longer has ${count(question.deletions)} of the ${count(question.localEntries)} entries here, ` +
    `more than maxDelete ${question.maxDelete} (${count(limit)}) lets go; nothing was changed. ` +
    `If the deletions are right, run: durasync mirror start ${name} --allow-delete`
  );
}

export interface SpaceQuestion {
  /** Bytes that the run will write. */
  readonly needed: number;
  /** Bytes that are free on the volume. */
  readonly free: number;
  /** `spec.config.minFree`. */
  readonly minFree: string;
}

/** @returns the sentence that refuses the run, or undefined when it may go on */
export function refuseForSpace({ needed, free, minFree }: SpaceQuestion): string | undefined {
  if (needed === 0 || free - needed >= parseQuantity(minFree)) return undefined;
  return (
    `The run needs ${formatBytes(needed)}, but the volume has only ${formatBytes(free)} free and minFree keeps ` +
    `${minFree} of that; nothing was changed. Enlarge spec.volume.size or exclude something`
  );
}

const count = (value: number): string => value.toLocaleString('en-US');
