import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { ServingPair } from './access/self-signed.ts';
import { openServingPair } from './access/self-signed.ts';
import type { ServerConfig } from './flags.ts';
import type { ListenOptions } from './http/http-server.ts';
import type { KubeletClientOptions } from './kubelet/kubelet-client.ts';
import { forFlag } from './start-failure.ts';

/** What HTTPS is served with; undefined: plain HTTP. @throws Error that names the flag of a file that is no good */
export async function servingTls(config: ServerConfig): Promise<ListenOptions['tls']> {
  const pair = await servingPair(config);
  return pair && { ...pair, ...clientAuthority(config) };
}

async function servingPair(config: ServerConfig): Promise<ServingPair | undefined> {
  const { tlsCertFile, tlsPrivateKeyFile, certDir, bindAddress } = config;
  if (tlsCertFile && tlsPrivateKeyFile) return readPair(tlsCertFile, tlsPrivateKeyFile);
  return certDir ? openServingPair(certDir, [...new Set(['127.0.0.1', 'localhost', bindAddress])]) : undefined;
}

function readPair(certFile: string, keyFile: string): ServingPair {
  const pair = { cert: readText('--tls-cert-file', certFile), key: readText('--tls-private-key-file', keyFile) };
  forFlag('--tls-cert-file, --tls-private-key-file', () => {
    if (!hasCertificate(pair.cert)) throw new Error(`no certificate in ${certFile}`);
    createSecureContext(pair);
  });
  return pair;
}

function clientAuthority({ clientCaFile }: ServerConfig): { clientCa?: string } {
  if (!clientCaFile) return {};
  const clientCa = readText('--client-ca-file', clientCaFile);
  // Else every client would be refused, and nobody told why.
  if (!hasCertificate(clientCa)) throw new Error(`--client-ca-file: no certificate in ${clientCaFile}`);
  return { clientCa };
}

/** How nodes are asked. @throws Error that names the flag of a file that cannot be read */
export function kubeletOptions(config: ServerConfig): KubeletClientOptions {
  const { kubeletClientCertificate: cert, kubeletClientKey: key, kubeletCertificateAuthority: ca } = config;
  const types = config.kubeletPreferredAddressTypes;
  return {
    ...(cert && { cert: readText('--kubelet-client-certificate', cert) }),
    ...(key && { key: readText('--kubelet-client-key', key) }),
    ...(ca && { ca: readText('--kubelet-certificate-authority', ca) }),
    ...(types && { preferredAddressTypes: types.split(',') }),
  };
}

const hasCertificate = (text: string): boolean => text.includes('-----BEGIN CERTIFICATE-----');

const readText = (flag: string, file: string): string => forFlag(flag, () => readFileSync(file, 'utf8'));
