import { createWriteStream, openSync } from 'node:fs';
import type { AuditEntry } from './audit-event.ts';
import { auditEvent } from './audit-event.ts';

export type AuditLog = {
  write(entry: AuditEntry): void;
  close(): Promise<void>;
};

/**
 * Appends a line of JSON for each request to a file (mode 0600). @param failed told when the file cannot be written
 * @throws if it cannot be opened
 */
export function openAuditLog(file: string, failed: (error: Error) => void): AuditLog {
  const stream = createWriteStream(file, { fd: openSync(file, 'a', 0o600) });
  stream.on('error', failed);
  return {
    write: (entry) => void stream.write(`${JSON.stringify(auditEvent(entry))}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
