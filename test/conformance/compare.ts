import { isDeepStrictEqual } from 'node:util';
import type { Answer, Sequence } from './sequence.ts';

/** Where two servers disagree. */
export type Difference = {
  /** `sequence/step METHOD path`. */
  readonly where: string;
  /** Such as `body.details.causes[0].message`. */
  readonly what: string;
  readonly real: unknown;
  readonly ours: unknown;
};

export function compareAnswers({ name }: Sequence, real: readonly Answer[], ours: readonly Answer[]): Difference[] {
  return real.flatMap((answer, index) => differences(answer, ours[index], `${name}/${index}`));
}

/** @param where the differences are, for people and for the list of known ones */
export function differences(real: unknown, ours: unknown, where: string, what = ''): Difference[] {
  if (isDeepStrictEqual(real, ours)) return [];
  if (Array.isArray(real) && Array.isArray(ours) && real.length === ours.length) {
    return real.flatMap((item, index) => differences(item, ours[index], where, `${what}[${index}]`));
  }
  if (!isObject(real) || !isObject(ours)) return [{ where, what, real, ours }];
  const names = [...new Set([...Object.keys(real), ...Object.keys(ours)])];
  return names.flatMap((name) => differences(real[name], ours[name], where, what ? `${what}.${name}` : name));
}

const isObject = (value: unknown): value is { [field: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
