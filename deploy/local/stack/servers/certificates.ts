import 'reflect-metadata';
import { createPrivateKey, webcrypto, X509Certificate as Parsed } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Extension } from '@peculiar/x509';

/** The only file that knows the X.509 library. */

/** A certificate and its private key (PKCS #8), both PEM. */
export type KeyPair = { readonly cert: string; readonly key: string };

/** What a certificate is for; `organizations` are the groups Kubernetes takes from a client certificate. */
export type Subject = {
  readonly commonName: string;
  readonly organizations?: readonly string[];
  /** Host names and IP addresses of a server; none for a client. */
  readonly hosts?: readonly string[];
};

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 60 * 60_000;
const LIFETIME_DAYS = 3650;
/** Clocks of containers and laptops differ; a certificate is valid a little before it is made. */
const BACKDATE_MS = 60 * 60_000;
/** A certificate is renewed when less than this is left. */
const RENEW_MS = 30 * DAY_MS;

/** A new certificate authority. */
export async function createAuthority(commonName: string): Promise<KeyPair> {
  const keys = await generateKeys();
  const cert = await X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: [{ CN: [commonName] }],
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return { cert: pem(cert), key: await exportKey(keys.privateKey) };
}

/** A certificate signed by an authority, good for a server (of the subject's hosts) and a client. */
export async function issueCertificate(authority: KeyPair, subject: Subject): Promise<KeyPair> {
  const keys = await generateKeys();
  const organizations = subject.organizations ?? [];
  const cert = await X509CertificateGenerator.create({
    ...validity(),
    subject: [...(organizations.length > 0 ? [{ O: [...organizations] }] : []), { CN: [subject.commonName] }],
    issuer: new X509Certificate(authority.cert).subject,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: leafExtensions(subject.hosts ?? []),
  });
  return { cert: pem(cert), key: await exportKey(keys.privateKey) };
}

/** Whether a PEM certificate is signed by that authority (PEM, may be itself) and valid for another month at least. */
export function isFresh(cert: string, authority: string): boolean {
  const parsed = new Parsed(cert);
  return parsed.verify(new Parsed(authority).publicKey) && Date.parse(parsed.validTo) - Date.now() > RENEW_MS;
}

function leafExtensions(hosts: readonly string[]): Extension[] {
  const names = hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host }));
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
    ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
  ];
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - BACKDATE_MS), notAfter: new Date(now + LIFETIME_DAYS * DAY_MS) };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function pem(cert: X509Certificate): string {
  return `${cert.toString('pem')}\n`;
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

async function importKey(key: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', new Uint8Array(der), ALGORITHM, false, ['sign']);
}
