import type { Rotation } from './audit/rotating-file.ts';
import { UsageError } from './errors/usage-error.ts';
import { parseBoolean, parseDuration, parseInteger, parseServers } from './flag-values.ts';
import type { InFlightLimits } from './http/in-flight-limit.ts';
import { DEFAULT_IN_FLIGHT_LIMITS } from './http/in-flight-limit.ts';

/** Flags as the command line gives them: texts. */
export type ServerFlags = {
  readonly backend: 'file' | 'etcd';
  readonly fileRootpath?: string;
  readonly etcdServers?: string;
  readonly etcdCafile?: string;
  readonly etcdCertfile?: string;
  readonly etcdKeyfile?: string;
  readonly bindAddress: string;
  readonly port: string;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly certDir?: string;
  readonly clientCaFile?: string;
  readonly tokenAuthFile?: string;
  readonly serviceAccountKeyFile?: string;
  readonly serviceAccountIssuer?: string;
  readonly kubeletClientCertificate?: string;
  readonly kubeletClientKey?: string;
  readonly kubeletCertificateAuthority?: string;
  readonly kubeletPreferredAddressTypes?: string;
  readonly enableAdmissionPlugins?: string;
  readonly authorizationMode: 'AlwaysAllow' | 'RBAC';
  readonly kubectlDisabled: string | boolean;
  readonly kubectlEphemeralToken: string | boolean;
  readonly auditLogPath?: string;
  /** MiB; default 100. */
  readonly auditLogMaxsize?: string;
  /** Default 10. */
  readonly auditLogMaxbackup?: string;
  readonly initialization?: string;
  readonly authnAllowLocalhost: string | boolean;
  readonly unrestrictedUpdate: string | boolean;
  readonly requestTimeout: string;
  /** Default 0s. */
  readonly shutdownDelayDuration?: string;
  /** Default 400; 0: no bound. */
  readonly maxRequestsInflight?: string;
  /** Default 200; 0: no bound. */
  readonly maxMutatingRequestsInflight?: string;
  /** Default 5m. */
  readonly compactionInterval?: string;
  /** Default 1h; 0s: events stay. */
  readonly eventTtl?: string;
  readonly verbosity: string;
};

export type ServerConfig = Omit<
  ServerFlags,
  | 'etcdServers'
  | 'port'
  | 'authnAllowLocalhost'
  | 'kubectlDisabled'
  | 'kubectlEphemeralToken'
  | 'unrestrictedUpdate'
  | 'auditLogMaxsize'
  | 'auditLogMaxbackup'
  | 'requestTimeout'
  | 'shutdownDelayDuration'
  | 'maxRequestsInflight'
  | 'maxMutatingRequestsInflight'
  | 'compactionInterval'
  | 'eventTtl'
  | 'verbosity'
> & {
  /** Those of etcd; empty where objects are in files. */
  readonly etcdServers: readonly string[];
  readonly port: number;
  readonly authnAllowLocalhost: boolean;
  readonly kubectlDisabled: boolean;
  readonly kubectlEphemeralToken: boolean;
  readonly unrestrictedUpdate: boolean;
  readonly auditLogRotation: Rotation;
  readonly requestTimeoutMs: number;
  readonly inFlightLimits: InFlightLimits;
  readonly shutdownDelayMs: number;
  readonly compactionIntervalMs: number;
  readonly eventTtlMs: number;
  readonly logLevel: string;
};

/** @throws UsageError for a value no flag can have, or flags that do not go together */
export function readFlags(flags: ServerFlags): ServerConfig {
  if (flags.backend === 'file' && !flags.fileRootpath) throw new UsageError('--backend=file needs --file-rootpath');
  if (flags.backend === 'etcd' && !flags.etcdServers) throw new UsageError('--backend=etcd needs --etcd-servers');
  checkPairs(flags);
  if (flags.clientCaFile && !flags.tlsCertFile && !flags.certDir) {
    throw new UsageError('--client-ca-file needs HTTPS: --cert-dir, or --tls-cert-file and --tls-private-key-file');
  }
  return {
    ...flags,
    etcdServers: flags.backend === 'etcd' ? parseServers('--etcd-servers', flags.etcdServers ?? '') : [],
    port: parseInteger('--port', flags.port, 65_535),
    kubectlDisabled: parseBoolean('--kubectl-disabled', flags.kubectlDisabled),
    kubectlEphemeralToken: parseBoolean('--kubectl-ephemeral-token', flags.kubectlEphemeralToken),
    authnAllowLocalhost: parseBoolean('--authn-allow-localhost', flags.authnAllowLocalhost),
    unrestrictedUpdate: parseBoolean('--unrestricted-update', flags.unrestrictedUpdate),
    inFlightLimits: inFlightLimits(flags),
    auditLogRotation: rotation(flags),
    ...durations(flags),
    logLevel: logLevel(parseInteger('-v', flags.verbosity, 10)),
  };
}

function checkPairs(flags: ServerFlags): void {
  if (Boolean(flags.tlsCertFile) !== Boolean(flags.tlsPrivateKeyFile)) {
    throw new UsageError('--tls-cert-file and --tls-private-key-file go together');
  }
  if (Boolean(flags.etcdCertfile) !== Boolean(flags.etcdKeyfile)) {
    throw new UsageError('--etcd-certfile and --etcd-keyfile go together');
  }
  if (Boolean(flags.kubeletClientCertificate) !== Boolean(flags.kubeletClientKey)) {
    throw new UsageError('--kubelet-client-certificate and --kubelet-client-key go together');
  }
}

/** A watch lasts up to twice as long, and no timer much more than that. */
const OF_REQUESTS = { min: '1s', max: '240h' };
const OF_DELAYS = { min: '0s', max: '24h' };
const OF_EVENTS = { min: '0s', max: '87600h' };
/** More often would be busy with nothing else. */
const OF_HISTORY = { min: '1s', max: '240h' };

type Durations = Pick<ServerConfig, 'requestTimeoutMs' | 'shutdownDelayMs' | 'eventTtlMs' | 'compactionIntervalMs'>;

function durations(flags: ServerFlags): Durations {
  const { requestTimeout, shutdownDelayDuration = '0s', eventTtl = '1h', compactionInterval = '5m' } = flags;
  return {
    requestTimeoutMs: parseDuration('--request-timeout', requestTimeout, OF_REQUESTS),
    shutdownDelayMs: parseDuration('--shutdown-delay-duration', shutdownDelayDuration, OF_DELAYS),
    eventTtlMs: parseDuration('--event-ttl', eventTtl, OF_EVENTS),
    compactionIntervalMs: parseDuration('--compaction-interval', compactionInterval, OF_HISTORY),
  };
}

function rotation({ auditLogMaxsize = '100', auditLogMaxbackup = '10' }: ServerFlags): Rotation {
  return {
    maxBytes: parseInteger('--audit-log-maxsize', auditLogMaxsize, 1024 ** 2) * 1024 ** 2,
    maxBackups: parseInteger('--audit-log-maxbackup', auditLogMaxbackup, 10_000),
  };
}

function inFlightLimits({ maxRequestsInflight, maxMutatingRequestsInflight }: ServerFlags): InFlightLimits {
  const { readOnly, mutating } = DEFAULT_IN_FLIGHT_LIMITS;
  const bound = (flag: string, text: string | undefined, value: number): number =>
    text === undefined ? value : parseInteger(flag, text, 1_000_000);
  return {
    readOnly: bound('--max-requests-inflight', maxRequestsInflight, readOnly),
    mutating: bound('--max-mutating-requests-inflight', maxMutatingRequestsInflight, mutating),
  };
}

/** klog's levels: 4 and more are for debugging; there is nothing above. */
const logLevel = (verbosity: number): string => (verbosity >= 4 ? 'debug' : 'info');
