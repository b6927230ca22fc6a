import type { FieldError } from '../../../errors/index.ts';
import { fieldError, invalid, required } from '../../../errors/index.ts';
import { dnsLabelErrors, dnsSubdomainErrors } from '../../../validation/names.ts';

const DOMAIN_LENGTH = 253;
/** Of a domain, and of a label, a point and a subdomain behind it. */
const LENGTH = DOMAIN_LENGTH + 1 + 253 + 63 + 1;

const tooLong = (field: string, most: number): FieldError =>
  fieldError({ type: 'tooLong', field, detail: `may not be more than ${most} bytes` });

/** What is wrong with the name of a signer, such as `example.com/serving` (core/v1, ValidateSignerName). */
export function signerNameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  const [domain = '', signer = '', ...others] = name.split('/');
  if (!name.includes('/') || others.length > 0) {
    return [invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
  }
  const isShort = domain.split('.').length < 2;
  return [
    ...(domain.length > DOMAIN_LENGTH ? [tooLong(path, DOMAIN_LENGTH)] : []),
    ...partErrors(domain, path, dnsLabelErrors),
    ...(isShort ? [invalid(path, domain, 'should be a domain with at least two segments separated by dots')] : []),
    ...partErrors(signer, path, dnsSubdomainErrors),
    ...(name.length > LENGTH ? [tooLong(path, LENGTH)] : []),
  ];
}

/** Of the first label that is none. */
function partErrors(part: string, path: string, errors: (label: string) => string[]): FieldError[] {
  const wrong = part.split('.').find((label) => errors(label).length > 0);
  if (wrong === undefined) return [];
  return errors(wrong).map((text) => invalid(path, part, `validating label ${JSON.stringify(wrong)}: ${text}`));
}
