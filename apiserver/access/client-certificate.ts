import type { IncomingMessage } from 'node:http';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { unauthorized } from '../errors/index.ts';
import type { User } from '../rest/dependencies.ts';
import type { Authenticator } from './authenticator.ts';

const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id';

/**
 * Who shows a certificate the server's authority for clients signed: the common name is the user, organisations are the
 * groups. One of another authority, or out of its time, is no credential.
 */
export function certificateAuthenticator(): Authenticator {
  return async ({ socket, headers }: IncomingMessage) => {
    if (!isTls(socket)) return undefined;
    const certificate = socket.getPeerCertificate();
    if (!certificate.fingerprint256) return undefined;
    if (socket.authorized) return userOf(certificate);
    // A token may still tell who it is.
    if (headers.authorization !== undefined) return undefined;
    throw unauthorized();
  };
}

const isTls = (socket: IncomingMessage['socket'] | TLSSocket): socket is TLSSocket => 'getPeerCertificate' in socket;

/** @returns undefined for a subject without one common name */
export function userOf({ subject, fingerprint256 }: PeerCertificate): User | undefined {
  const { CN: name, O: organisations } = subject as { CN?: string | string[]; O?: string | string[] };
  if (typeof name !== 'string' || name === '') return undefined;
  const id = `X509SHA256=${fingerprint256.replaceAll(':', '').toLowerCase()}`;
  return { name, groups: [organisations ?? []].flat(), extra: { [CREDENTIAL_ID]: [id] } };
}
