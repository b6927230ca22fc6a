import type { IncomingMessage } from 'node:http';
import type { User } from '../rest/dependencies.ts';

/** Tells who sent a request. @returns undefined if it knows nothing of them @throws StatusError 401 for wrong credentials */
export type Authenticator = (message: IncomingMessage) => Promise<User | undefined>;

export const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** The first of several that knows the sender. */
export function firstOf(authenticators: readonly Authenticator[]): Authenticator {
  return async (message) => {
    for (const authenticate of authenticators) {
      const user = await authenticate(message);
      if (user) return { ...user, groups: [...new Set([...user.groups, 'system:authenticated'])] };
    }
    return undefined;
  };
}

/** What browsers and proxies send. */
const OF_OTHERS = [
  'origin',
  'sec-fetch-site',
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
] as const;

/** Whether an address leads back to this machine. */
export const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);

/**
 * Whoever reaches the server from this machine without credentials is its master. A page in a browser is not: it
 * shows itself by Origin or Sec-Fetch-Site, or by a Host that is no address of this machine; nor is somebody elsewhere
 * for whom a proxy on this machine asks.
 */
export function localhostAuthenticator(): Authenticator {
  return async ({ socket, headers }) => {
    if (headers.authorization !== undefined || !isLoopback(socket.remoteAddress ?? '')) return undefined;
    const host = (headers.host ?? '').replace(/:\d+$/, '');
    const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(host);
    if (!isLocal || OF_OTHERS.some((name) => headers[name] !== undefined)) return undefined;
    return { name: 'system:localhost', groups: ['system:masters'] };
  };
}

/** The bearer token of a request; undefined if it has none. */
export function bearerToken({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
