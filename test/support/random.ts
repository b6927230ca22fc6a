/**
 * Seed of everything random in the tests: 1, so that each run of them does the same; DURASYNC_RANDOM_SEED asks for others.
 * @throws Error when that is no seed
 */
export const randomSeed = ({ DURASYNC_RANDOM_SEED: seed = '1' } = process.env): number => parseSeed(seed);

/** @throws Error unless it is a whole number of at most 9 digits */
export function parseSeed(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new Error(`"${text}" is no seed, which is a whole number of at most 9 digits`);
  return Number(text);
}

/** Numbers as of Math.random, from 0 up to 1, always the same for a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
