import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AuditEntry } from '../audit/audit-event.ts';
import type { User } from '../rest/dependencies.ts';
import type { ApiResponse } from './api-request.ts';

/** Who sent a request and whom it counts for, as far as it is known. */
export type Senders = { sender?: User; user?: User };

const AUDIT_ID = /^[\w-]{1,64}$/;

/** The client's own, so that it finds what it did; else a new one. */
export function auditId({ headers }: IncomingMessage): string {
  const given = headers['audit-id'];
  return typeof given === 'string' && AUDIT_ID.test(given) ? given : randomUUID();
}

/** What is told of a request that was answered, but for what its handler noted. */
export function auditEntry(
  { method = '', url = '/', socket, headers }: IncomingMessage,
  { sender, user }: Senders,
  answer: ApiResponse,
): Omit<AuditEntry, 'id' | 'received' | 'annotations'> {
  return {
    answered: new Date(),
    user: sender,
    ...(user && user !== sender && { impersonatedUser: user }),
    method,
    url,
    sourceAddress: socket.remoteAddress ?? '',
    userAgent: headers['user-agent'] ?? '',
    code: answer.status,
    isStream: answer.stream !== undefined,
  };
}
