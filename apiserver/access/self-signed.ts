import 'reflect-metadata';
import { webcrypto, X509Certificate as Parsed } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate that is its own authority, and its key, both PEM. */
export type ServingPair = { readonly cert: string; readonly key: string };

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 60 * 60_000;
const LIFETIME_MS = 365 * DAY_MS;
/** Clocks differ; a certificate is valid a little before it is made. */
const BACKDATE_MS = 60 * 60_000;
/** A certificate is made anew when less than this is left. */
const RENEW_MS = 30 * DAY_MS;

/** The pair of a folder (apiserver.crt, apiserver.key), made there if it is missing, nearly over or of other hosts. */
export async function openServingPair(dir: string, hosts: readonly string[]): Promise<ServingPair> {
  const [certFile, keyFile] = [join(dir, 'apiserver.crt'), join(dir, 'apiserver.key')];
  const found = readPair(certFile, keyFile);
  if (found && isGood(found.cert, hosts)) return found;
  const pair = await createPair(hosts);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // The certificate comes last: where there is one, its key is there too.
  writeWhole(keyFile, pair.key, 0o600);
  writeWhole(certFile, pair.cert, 0o644);
  return pair;
}

function readPair(certFile: string, keyFile: string): ServingPair | undefined {
  try {
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isGood(cert: string, hosts: readonly string[]): boolean {
  const parsed = new Parsed(cert);
  const named = hosts.every((host) => (isIP(host) ? parsed.checkIP(host) : parsed.checkHost(host)) !== undefined);
  return named && Date.parse(parsed.validTo) - Date.now() > RENEW_MS;
}

async function createPair(hosts: readonly string[]): Promise<ServingPair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const now = Date.now();
  const names = hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host }));
  const cert = await X509CertificateGenerator.createSelfSigned({
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + LIFETIME_MS),
    name: [{ CN: ['apiserver'] }],
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names),
    ],
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { cert: `${cert.toString('pem')}\n`, key: `${key}\n` };
}

function writeWhole(file: string, text: string, mode: number): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, text, { mode });
  renameSync(unfinished, file);
}
