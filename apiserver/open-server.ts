import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Authenticator } from './access/authenticator.ts';
import { firstOf, localhostAuthenticator } from './access/authenticator.ts';
import { certificateAuthenticator } from './access/client-certificate.ts';
import { EphemeralTokens, withKubectlPolicy } from './access/kubectl-policy.ts';
import type { ServingPair } from './access/self-signed.ts';
import { openServingPair } from './access/self-signed.ts';
import { tokenFileVerifier } from './access/token-file.ts';
import type { FindUid, TokenIssuer } from './access/tokens/service-account-tokens.ts';
import { livingUid, serviceAccountVerifier, vouchingKey } from './access/tokens/service-account-tokens.ts';
import { openSigningKey, temporarySigningKey } from './access/tokens/signing-key.ts';
import type { TokenVerifier } from './access/tokens/token-verifier.ts';
import { bearerAuthenticator, firstVerifier } from './access/tokens/token-verifier.ts';
import { admissionPlugins } from './admission/plugins.ts';
import { openAuditLog } from './audit/audit-log.ts';
import type { ServerConfig } from './flags.ts';
import { applyManifests } from './initialisation/apply-manifests.ts';
import { readManifests } from './initialisation/read-manifests.ts';
import type { KubeletClientOptions } from './kubelet/kubelet-client.ts';
import { DEFAULT_ISSUER } from './open-access.ts';
import { registerCommitMetrics } from './metrics/storage-metrics.ts';
import { decodeRecord } from './rest/record-codec.ts';
import type { ApiServer } from './start-api-server.ts';
import { startApiServer } from './start-api-server.ts';
import type { Store } from './storage/index.ts';
import { EtcdStore, FileStore } from './storage/index.ts';

/** Starts the server the flags describe. @throws what startApiServer does, and if a file cannot be read */
export async function openServer(config: ServerConfig, logger: Logger): Promise<ApiServer> {
  const {
    bindAddress: host,
    port,
    requestTimeoutMs,
    compactionIntervalMs,
    eventTtlMs,
    unrestrictedUpdate,
    inFlightLimits,
  } = config;
  // Before anything is started: a manifest that cannot be read starts nothing.
  const manifests = config.initialization ? readManifests(config.initialization) : [];
  const tls = await servingPair(config);
  const registry = new Registry();
  const store = openStore(config, registry);
  const ephemeral = config.kubectlEphemeralToken ? new EphemeralTokens(() => new Date()) : undefined;
  const issuer = tokenIssuer(config);
  const verify = tokenVerifier(config, store, { issuer, ephemeral });
  const report = (err: Error): void => logger.error({ err }, 'the audit log cannot be written');
  const audit = config.auditLogPath ? openAuditLog(config.auditLogPath, report) : undefined;
  const server = await startApiServer({
    store,
    listen: { host, port, ...(tls && { tls: { ...tls, ...clientAuthority(config) } }) },
    authenticate: authenticator(config, verify, ephemeral),
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
    initialise: (rest) => applyManifests(rest, manifests),
    ...(ephemeral && { ephemeral }),
    ...(audit && { audit: (entry) => audit.write(entry) }),
  });
  return { ...server, close: () => server.close().then(() => audit?.close()) };
}

const readText = (file: string): string => readFileSync(file, 'utf8');

function kubeletOptions(config: ServerConfig): KubeletClientOptions {
  const { kubeletClientCertificate: cert, kubeletClientKey: key, kubeletCertificateAuthority: ca } = config;
  const types = config.kubeletPreferredAddressTypes;
  return {
    ...(cert && { cert: readText(cert) }),
    ...(key && { key: readText(key) }),
    ...(ca && { ca: readText(ca) }),
    ...(types && { preferredAddressTypes: types.split(',') }),
  };
}

function clientAuthority({ clientCaFile }: ServerConfig): { clientCa?: string } {
  if (!clientCaFile) return {};
  const clientCa = readText(clientCaFile);
  // Else every client would be refused, and nobody told why.
  if (!/-----BEGIN CERTIFICATE-----/.test(clientCa))
    throw new RangeError(`--client-ca-file: no certificate in ${clientCaFile}`);
  return { clientCa };
}

async function servingPair(config: ServerConfig): Promise<ServingPair | undefined> {
  const { tlsCertFile, tlsPrivateKeyFile, certDir, bindAddress } = config;
  if (tlsCertFile && tlsPrivateKeyFile) return { cert: readText(tlsCertFile), key: readText(tlsPrivateKeyFile) };
  return certDir ? openServingPair(certDir, [...new Set(['127.0.0.1', 'localhost', bindAddress])]) : undefined;
}

/** A key in the file that is named, else beside the objects; with etcd and none named one that dies with the process. */
function tokenIssuer({ serviceAccountKeyFile, fileRootpath, serviceAccountIssuer }: ServerConfig): TokenIssuer {
  const file = serviceAccountKeyFile ?? (fileRootpath && join(fileRootpath, 'service-account.key'));
  const key = file ? openSigningKey(file) : temporarySigningKey();
  return { issuer: serviceAccountIssuer ?? DEFAULT_ISSUER, key, now: () => new Date() };
}

type Issuers = { readonly issuer: TokenIssuer; readonly ephemeral: EphemeralTokens | undefined };

function tokenVerifier({ tokenAuthFile }: ServerConfig, store: Store, { issuer, ephemeral }: Issuers): TokenVerifier {
  return firstVerifier([
    ...(tokenAuthFile ? [tokenFileVerifier(tokenAuthFile)] : []),
    ...(ephemeral ? [ephemeral.verify] : []),
    serviceAccountVerifier(issuer, findUidIn(store)),
  ]);
}

function authenticator(
  { authnAllowLocalhost, clientCaFile, kubectlDisabled: disabled }: ServerConfig,
  verify: TokenVerifier,
  ephemeral: EphemeralTokens | undefined,
): Authenticator {
  const known = firstOf([
    ...(clientCaFile ? [certificateAuthenticator()] : []),
    bearerAuthenticator(verify),
    ...(authnAllowLocalhost ? [localhostAuthenticator()] : []),
  ]);
  return withKubectlPolicy(known, { disabled, ...(ephemeral && { ephemeral }) });
}

function findUidIn(store: Store): FindUid {
  return async (kind, namespace, name) => {
    const record = await store.get(vouchingKey(kind, namespace, name));
    return record && livingUid(decodeRecord(record));
  };
}

function openStore(config: ServerConfig, registry: Registry): Store {
  if (config.backend === 'file') return new FileStore(config.fileRootpath ?? '', registerCommitMetrics(registry));
  const { etcdCafile: caFile, etcdCertfile: certFile, etcdKeyfile: keyFile } = config;
  return new EtcdStore({
    servers: (config.etcdServers ?? '').split(','),
    ...(caFile && { caFile }),
    ...(certFile && { certFile }),
    ...(keyFile && { keyFile }),
  });
}
