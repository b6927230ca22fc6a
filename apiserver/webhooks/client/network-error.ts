import { isNativeError } from 'node:util/types';

/** Where a connection was to go. */
export type Peer = { readonly host: string; readonly port: number };

type NetworkError = Error & { code?: string; address?: string; port?: number };

const UNKNOWN_AUTHORITY = 'tls: failed to verify certificate: x509: certificate signed by unknown authority';

const TEXTS: Readonly<Record<string, (error: NetworkError, peer: Peer) => string>> = {
  ECONNREFUSED: (error, peer) => `dial tcp ${addressOf(error, peer)}: connect: connection refused`,
  ENOTFOUND: (_, { host }) => `dial tcp: lookup ${host}: no such host`,
  ECONNRESET: () => 'EOF',
  ABORT_ERR: () => 'context deadline exceeded',
  EPROTO: () => 'http: server gave HTTP response to HTTPS client',
  DEPTH_ZERO_SELF_SIGNED_CERT: () => UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: () => UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: () => UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: () => UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: () => 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
  ERR_TLS_CERT_ALTNAME_INVALID: ({ message }) => `tls: failed to verify certificate: x509: ${message}`,
};

/** Why a connection failed, in the words Kubernetes' clients have for it. */
export function describeNetworkError(error: unknown, peer: Peer): string {
  if (!isNativeError(error)) return String(error);
  const { code = '', name } = error as NetworkError;
  const text = TEXTS[name === 'TimeoutError' ? 'ABORT_ERR' : code];
  return text ? text(error, peer) : error.message;
}

function addressOf({ address, port }: NetworkError, peer: Peer): string {
  const host = address ?? peer.host;
  return `${host.includes(':') ? `[${host}]` : host}:${port ?? peer.port}`;
}
