import { createWriteStream } from 'node:fs';
import type { User } from '../rest/dependencies.ts';

/** One request as it was decided; never a body, a query, a header or a token. */
export type AuditEntry = {
  readonly time: Date;
  /** Undefined: nobody could be made out. */
  readonly user: User | undefined;
  /** Whom the user acted as, where that is somebody else. */
  readonly impersonatedUser?: User;
  readonly method: string;
  readonly path: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** Of the answer. */
  readonly code: number;
  /** What admission webhooks noted, by `<webhook>/<key>`. */
  readonly annotations?: Readonly<Record<string, string>>;
};

export type AuditLog = {
  write(entry: AuditEntry): void;
  close(): Promise<void>;
};

/** Longer ones are cut: they are the client's words. */
const TEXT_LIMIT = 256;

/** Appends a line of JSON for each request to a file (mode 0600). @param failed told when the file cannot be written */
export function openAuditLog(file: string, failed: (error: Error) => void): AuditLog {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  stream.on('error', failed);
  return {
    write: (entry) => void stream.write(`${JSON.stringify(auditLine(entry))}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

export function auditLine(entry: AuditEntry): object {
  const { time, user, impersonatedUser, method, path, sourceAddress, userAgent, code, annotations = {} } = entry;
  return {
    time: time.toISOString(),
    user: user?.name ?? '',
    groups: user?.groups ?? [],
    ...(impersonatedUser && { impersonatedUser: impersonatedUser.name }),
    method,
    path: path.slice(0, TEXT_LIMIT),
    sourceAddress,
    userAgent: userAgent.slice(0, TEXT_LIMIT),
    decision: decisionOf(code),
    code,
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}

function decisionOf(code: number): 'unauthenticated' | 'forbid' | 'allow' {
  if (code === 401) return 'unauthenticated';
  return code === 403 ? 'forbid' : 'allow';
}
