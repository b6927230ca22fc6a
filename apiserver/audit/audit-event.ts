import { attributesOf } from '../http/request-attributes.ts';
import type { RequestInfo } from '../http/request-info.ts';
import type { User } from '../rest/dependencies.ts';

/** One request as it was answered; never a body, a header or a token. */
export type AuditEntry = {
  /** Told to the client too (Audit-Id). */
  readonly id: string;
  readonly received: Date;
  readonly answered: Date;
  /** Undefined: nobody could be made out. */
  readonly user: User | undefined;
  /** Whom the user acted as, where that is somebody else. */
  readonly impersonatedUser?: User;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** Of the answer. */
  readonly code: number;
  /** The answer goes on. */
  readonly isStream: boolean;
  /** What authorisation decided and admission webhooks noted. */
  readonly annotations: Readonly<Record<string, string>>;
};

/** Longer ones are cut: they are the client's words. */
const TEXT_LIMIT = 1024;

/** An entry as a line of the log has it: audit.k8s.io/v1, level Metadata. */
export function auditEvent(entry: AuditEntry): object {
  const { id, user, impersonatedUser, userAgent, code, annotations, isStream } = entry;
  const { path, query } = split(entry.url);
  const { info, verb } = attributesOf(entry.method, path, query);
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: id,
    stage: isStream ? 'ResponseStarted' : 'ResponseComplete',
    requestURI: uriOf(path, query),
    verb,
    user: userInfo(user),
    ...(impersonatedUser && { impersonatedUser: userInfo(impersonatedUser) }),
    sourceIPs: [entry.sourceAddress],
    userAgent: userAgent.slice(0, TEXT_LIMIT),
    ...(info && { objectRef: objectRef(info) }),
    responseStatus: { metadata: {}, code },
    requestReceivedTimestamp: microTime(entry.received),
    stageTimestamp: microTime(entry.answered),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}

function split(url: string): { path: string; query: URLSearchParams } {
  const at = url.indexOf('?');
  if (at < 0) return { path: url, query: new URLSearchParams() };
  return { path: url.slice(0, at), query: new URLSearchParams(url.slice(at + 1)) };
}

/** What queries say that is no secret. A command run in a pod, say, may hold a password. */
const TOLD = new Set(
  (
    'allowWatchBookmarks container continue dryRun fieldManager fieldSelector fieldValidation follow force ' +
    'gracePeriodSeconds includeObject labelSelector limit orphanDependents pretty propagationPolicy resourceVersion ' +
    'resourceVersionMatch sendInitialEvents tailLines timeout timeoutSeconds watch'
  ).split(' '),
);

function uriOf(path: string, query: URLSearchParams): string {
  const told = [...query].map(([name, value]): [string, string] => [name, TOLD.has(name) ? value : 'redacted']);
  const text = new URLSearchParams(told).toString();
  return `${path}${text && `?${text}`}`.slice(0, TEXT_LIMIT);
}

const userInfo = (user: User | undefined): object =>
  user
    ? {
        username: user.name,
        ...(user.uid && { uid: user.uid }),
        groups: user.groups,
        ...(user.extra && { extra: user.extra }),
      }
    : {};

function objectRef({ group, version, resource, subresource, namespace, name }: RequestInfo): object {
  return {
    resource,
    ...(namespace && { namespace }),
    ...(name && { name: name.slice(0, TEXT_LIMIT) }),
    ...(group && { apiGroup: group }),
    apiVersion: version,
    ...(subresource && { subresource }),
  };
}

/** As metav1.MicroTime is written. */
const microTime = (time: Date): string => time.toISOString().replace(/Z$/, '000Z');
