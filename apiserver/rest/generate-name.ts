import { randomInt } from 'node:crypto';

/** No vowels and no look-alikes, so that no word comes out (apimachinery, util/rand). */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const BASE_LENGTH = 63 - SUFFIX_LENGTH;

/** A name for `metadata.generateName`: its first 58 characters and five at random. */
export function generateName(base: string): string {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return base.slice(0, BASE_LENGTH) + suffix.join('');
}
