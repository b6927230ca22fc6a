import { X509Certificate } from 'node:crypto';
import type { FieldError } from '../../../errors/index.ts';
import { duplicate, forbidden, invalid, notSupported, required } from '../../../errors/index.ts';
import type { KubeObject } from '../../../object/kube-object.ts';
import { textAt, valueAt } from '../fields.ts';
import { conditionChangeErrors, conditionErrors } from './conditions.ts';
import { parseRequest } from './parse-request.ts';
import { pemBlocks } from './pem-blocks.ts';
import { signerNameErrors } from './signer-name.ts';

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const SHORTEST_S = 600;

/** What is wrong with a request for a certificate (certificates, ValidateCertificateSigningRequestCreate). */
export function requestErrors(object: KubeObject, old?: KubeObject): FieldError[] {
  const seconds = valueAt(object, 'spec', 'expirationSeconds');
  const isShort = typeof seconds === 'number' && seconds < SHORTEST_S;
  const detail = 'may not specify a duration less than 600 seconds (10 minutes)';
  return [
    ...pkcs10Errors(textAt(object, 'spec', 'request')),
    ...usageErrors(valueAt(object, 'spec', 'usages')),
    ...signerErrors(textAt(object, 'spec', 'signerName')),
    ...(isShort ? [invalid('spec.expirationSeconds', seconds, detail)] : []),
    ...conditionErrors(object, old),
    ...certificateErrors(object, old),
  ];
}

function pkcs10Errors(request: string): FieldError[] {
  const wrong = (detail: string): FieldError[] => [invalid('spec.request', request, detail)];
  try {
    return parseRequest(request).isSigned ? [] : wrong('x509: the signature is not that of its key');
  } catch (error) {
    return wrong((error as Error).message);
  }
}

function usageErrors(value: unknown): FieldError[] {
  const usages = (Array.isArray(value) ? value : []) as string[];
  if (usages.length === 0) return [required('spec.usages')];
  return usages.flatMap((usage, index) => [
    ...(USAGES.includes(usage) ? [] : [notSupported(`spec.usages[${index}]`, usage, USAGES)]),
    ...(usages.indexOf(usage) < index ? [duplicate(`spec.usages[${index}]`, usage)] : []),
  ]);
}

function signerErrors(name: string): FieldError[] {
  const detail = 'the legacy signerName is not allowed via this API version';
  return name === LEGACY_SIGNER
    ? [invalid('spec.signerName', name, detail)]
    : signerNameErrors(name, 'spec.signerName');
}

const CERTIFICATE = 'status.certificate';
const certificateOf = (object: KubeObject): string => textAt(object, 'status', 'certificate');

/** One that is not touched is let be. */
function certificateErrors(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const certificate = certificateOf(object);
  if (certificate === '' || (old && certificateOf(old) === certificate)) return [];
  const problem = certificateProblem(certificate);
  return problem === undefined ? [] : [invalid(CERTIFICATE, '<certificate data>', problem)];
}

function certificateProblem(base64: string): string | undefined {
  const blocks = pemBlocks(Buffer.from(base64, 'base64').toString('latin1'));
  if (blocks.length === 0) return 'must contain at least one CERTIFICATE PEM block';
  for (const { type, hasHeaders, bytes } of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(type)}`;
    if (hasHeaders) return 'no PEM block headers are permitted';
    try {
      new X509Certificate(bytes);
    } catch {
      return 'x509: malformed certificate';
    }
  }
  return undefined;
}

/** Which way in may change what. */
export type RequestUpdate = { readonly isApproval?: true; readonly isStatus?: true };

export function requestUpdateErrors(object: KubeObject, old: KubeObject, update: RequestUpdate): FieldError[] {
  const [now, before] = [certificateOf(object), certificateOf(old)];
  const isSet = update.isStatus && now !== before && before !== '';
  return [
    ...requestErrors(object, old),
    ...conditionChangeErrors(object, old, update.isApproval === true),
    ...(now !== before && !update.isStatus ? [forbidden(CERTIFICATE, 'updates may not set certificate content')] : []),
    ...(isSet ? [forbidden(CERTIFICATE, 'updates may not modify existing certificate content')] : []),
  ];
}
