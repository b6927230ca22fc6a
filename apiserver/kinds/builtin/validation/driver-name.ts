import { fieldError, invalid, required } from '../../../errors/index.ts';
import { dnsSubdomainErrors } from '../../../validation/names.ts';
import type { Check } from './checks.ts';
import { textOf } from './checks.ts';

const LENGTH = 63;

/** The name of a CSI driver (core/v1, ValidateCSIDriverName). */
export const driverName: Check = (value, path) => {
  const name = textOf(value);
  const detail = `may not be more than ${LENGTH} bytes`;
  return [
    ...(name === '' ? [required(path)] : []),
    ...(name.length > LENGTH ? [fieldError({ type: 'tooLong', field: path, detail })] : []),
    ...dnsSubdomainErrors(name.toLowerCase()).map((text) => invalid(path, name, text)),
  ];
};
