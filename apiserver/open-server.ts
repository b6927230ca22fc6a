import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { isLoopback } from './access/authenticator.ts';
import { admissionPlugins } from './admission/plugins.ts';
import { AuditLog } from './audit/audit-log.ts';
import type { ServerConfig } from './flags.ts';
import type { KeptObject } from './initialisation/apply-manifests.ts';
import { applyManifests } from './initialisation/apply-manifests.ts';
import type { Manifest } from './initialisation/read-manifests.ts';
import { readManifests } from './initialisation/read-manifests.ts';
import { openStore } from './open-store.ts';
import { openTokens } from './open-tokens.ts';
import { kubeletOptions, servingTls } from './serving-files.ts';
import type { RestDependencies } from './rest/dependencies.ts';
import type { ApiServer, ApiServerOptions } from './start-api-server.ts';
import { startApiServer } from './start-api-server.ts';
import { flagFailure, forFlag, listenFailure } from './start-failure.ts';

/** Starts the server the flags describe. @throws Error that says which flag to change, where it is one; nothing is left open then */
export async function openServer(config: ServerConfig, logger: Logger): Promise<ApiServer> {
  const opened = new AsyncDisposableStack();
  try {
    const options = await serverOptions(config, logger, opened);
    const server = await startApiServer(options).catch((error: unknown) => {
      throw listenFailure(error, { host: config.bindAddress, port: config.port });
    });
    return { ...server, close: () => server.close().finally(() => opened.disposeAsync()) };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function serverOptions(
  config: ServerConfig,
  logger: Logger,
  opened: AsyncDisposableStack,
): Promise<ApiServerOptions> {
  // Before anything is opened: a manifest that cannot be read starts nothing.
  const manifests = manifestsOf(config);
  const tls = await servingTls(config);
  if (!tls) warnOfClearText(config, logger);
  const registry = new Registry();
  const audit = auditLog(config, logger);
  opened.defer(() => audit?.close());
  const store = await openStore(config, registry);
  opened.defer(() => store.close());
  const { authenticate, issuer, verify, ephemeral } = await openTokens(config, store);
  const { requestTimeoutMs, compactionIntervalMs, eventTtlMs, unrestrictedUpdate, inFlightLimits } = config;
  return {
    store,
    listen: { host: config.bindAddress, port: config.port, ...(tls && { tls }) },
    authenticate,
    logger,
    requestTimeoutMs,
    compactionIntervalMs,
    eventTtlMs,
    inFlightLimits,
    shutdownDelayMs: config.shutdownDelayMs,
    registry,
    unrestrictedUpdate,
    admission: admissionPlugins(config.enableAdmissionPlugins ?? '', store),
    tokens: { issuer, verify },
    isRbac: config.authorizationMode === 'RBAC',
    kubelet: kubeletOptions(config),
    initialise: (rest) => initialise(rest, manifests, logger),
    ...(ephemeral && { ephemeral }),
    ...(audit && { audit: (entry) => audit.write(entry) }),
  };
}

function warnOfClearText({ bindAddress }: ServerConfig, logger: Logger): void {
  if (bindAddress === 'localhost' || isLoopback(bindAddress)) return;
  const advice = 'give --cert-dir, or --tls-cert-file and --tls-private-key-file, or --bind-address=127.0.0.1';
  logger.warn({ bindAddress }, `tokens and objects cross the network in clear text: ${advice}`);
}

const manifestsOf = ({ initialization: dir }: ServerConfig): Manifest[] =>
  dir ? forFlag('--initialization', () => readManifests(dir)) : [];

async function initialise(rest: RestDependencies, manifests: readonly Manifest[], logger: Logger): Promise<void> {
  const warn = (kept: KeptObject): void => logger.warn(kept, 'an object was changed by others and is not applied');
  try {
    await applyManifests(rest, manifests, warn);
  } catch (error) {
    throw flagFailure('--initialization', error);
  }
}

function auditLog(
  { auditLogPath: path, auditLogRotation: rotation }: ServerConfig,
  logger: Logger,
): AuditLog | undefined {
  const failed = (err: Error, lost: number): void => logger.error({ err, lost }, 'entries of the audit log are lost');
  return path ? forFlag('--audit-log-path', () => new AuditLog(path, { rotation, failed })) : undefined;
}
