import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Authenticator } from './access/authenticator.ts';
import { firstOf, localhostAuthenticator } from './access/authenticator.ts';
import { readTokenFile } from './access/token-file.ts';
import type { ServerConfig } from './flags.ts';
import type { ApiServer } from './start-api-server.ts';
import { startApiServer } from './start-api-server.ts';
import type { Store } from './storage/index.ts';
import { EtcdStore, FileStore } from './storage/index.ts';

/** Starts the server the flags describe. @throws what startApiServer does, and if a file cannot be read */
export async function openServer(config: ServerConfig, logger: Logger): Promise<ApiServer> {
  const { bindAddress: host, port, tlsCertFile, tlsPrivateKeyFile } = config;
  const tls =
    tlsCertFile && tlsPrivateKeyFile ? { cert: readText(tlsCertFile), key: readText(tlsPrivateKeyFile) } : undefined;
  const authenticate = authenticator(config);
  return startApiServer({
    store: openStore(config),
    listen: { host, port, ...(tls && { tls }) },
    authenticate,
    logger,
    requestTimeoutMs: config.requestTimeoutMs,
    unrestrictedUpdate: config.unrestrictedUpdate,
  });
}

const readText = (file: string): string => readFileSync(file, 'utf8');

function openStore(config: ServerConfig): Store {
  if (config.backend === 'file') return new FileStore(config.fileRootpath ?? '');
  const { etcdCafile: caFile, etcdCertfile: certFile, etcdKeyfile: keyFile } = config;
  return new EtcdStore({
    servers: (config.etcdServers ?? '').split(','),
    ...(caFile && { caFile }),
    ...(certFile && { certFile }),
    ...(keyFile && { keyFile }),
  });
}

function authenticator({ tokenAuthFile, authnAllowLocalhost }: ServerConfig): Authenticator {
  return firstOf([
    ...(tokenAuthFile ? [readTokenFile(tokenAuthFile)] : []),
    ...(authnAllowLocalhost ? [localhostAuthenticator()] : []),
  ]);
}
