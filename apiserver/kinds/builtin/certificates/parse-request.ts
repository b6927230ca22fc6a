import 'reflect-metadata';
import { constants, createPublicKey, verify } from 'node:crypto';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { pemBlocks } from './pem-blocks.ts';

/** A PKCS#10 request, as far as it matters here. */
export type ParsedRequest = {
  /** O= of its subject. */
  readonly organizations: readonly string[];
  readonly isSigned: boolean;
};

/** As a Certificate Signing Request's spec has it: base64 of PEM. @throws Error if it is none */
export function parseRequest(base64: string): ParsedRequest {
  const [block] = pemBlocks(Buffer.from(base64, 'base64').toString('latin1'));
  if (block?.type !== 'CERTIFICATE REQUEST') throw new Error('PEM block type must be CERTIFICATE REQUEST');
  const request = new Pkcs10CertificateRequest(block.bytes);
  return { organizations: request.subjectName.getField('O'), isSigned: isSigned(request) };
}

type Algorithm = { readonly name: string; readonly hash?: { readonly name: string }; readonly saltLength?: number };

/** Whether who made it has the key it is for. */
function isSigned(request: Pkcs10CertificateRequest): boolean {
  const { name, hash, saltLength } = request.signatureAlgorithm as Algorithm;
  const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
  const digest = hash?.name.replace('-', '').toLowerCase();
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, ...(saltLength !== undefined && { saltLength }) };
  const signed = Buffer.from(request['tbs']);
  return verify(digest, signed, name === 'RSA-PSS' ? pss : key, Buffer.from(request.signature));
}
