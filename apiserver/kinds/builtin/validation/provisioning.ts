import { fieldError, invalid } from '../../../errors/index.ts';
import { qualifiedNameErrors } from '../../../validation/names.ts';
import type { Check } from './checks.ts';
import { needed, textOf } from './checks.ts';

/** The name of who makes volumes, told of in lower case (storage/v1, validateProvisioner). */
export const provisioner: Check = needed((value, path) => {
  const name = textOf(value).toLowerCase();
  return qualifiedNameErrors(name).map((detail) => invalid(path, name, detail));
});

const MOST = 512;
const LARGEST = 256 * 1024;

/** What such a one is given (storage/v1, validateParameters). */
export const parameters: Check = (value, path) => {
  const entries = Object.entries((value ?? {}) as Record<string, string>);
  const tooLong = (most: number) =>
    fieldError({ type: 'tooLong', field: path, detail: `may not be more than ${most} bytes` });
  if (entries.length > MOST) return [tooLong(MOST)];
  const size = entries.reduce((sum, [key, text]) => sum + Buffer.byteLength(key) + Buffer.byteLength(text), 0);
  return [
    ...entries.filter(([key]) => key === '').map(([key]) => invalid(path, key, 'field can not be empty.')),
    ...(size > LARGEST ? [tooLong(LARGEST)] : []),
  ];
};
