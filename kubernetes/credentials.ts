import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { isIPv4 } from 'node:net';
import { ExecAuth } from '@kubernetes/client-node/dist/exec_auth.js';
import { KubeconfigError } from './kubeconfig.ts';
import type { ClusterAccess } from './kubeconfig.ts';

/** What TLS needs; PEM text or bytes. */
export interface TlsMaterial {
  readonly ca?: string | Buffer | undefined;
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
}

/** How a request proves who sends it. Never logged. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
}

/** Credentials that follow rotating files and expiring tokens. */
export interface CredentialSource {
  get(): Promise<Credentials>;
  /** Forget what is cached: the server has refused it. */
  renew(): void;
}

/** Rotated files are picked up after this long, as client-go does, ms. */
const cacheMs = 60_000;
const execTimeoutMs = 60_000;

/** Credentials of a cluster's user: client certificate, token, token file, exec plugin or password. */
export function createCredentialSource(access: ClusterAccess, now: () => number = Date.now): CredentialSource {
  if (access.user.authProvider) {
    throw new KubeconfigError(`user ${access.user.name}: auth-provider is obsolete, use an exec plugin`);
  }
  let exec = new ExecAuth();
  let cached: { readonly value: Promise<Credentials>; readonly until: number } | undefined;
  const renew = (): void => {
    exec = new ExecAuth();
    cached = undefined;
  };
  const get = (): Promise<Credentials> => {
    if (cached && now() < cached.until) return cached.value;
    const value = load(access, exec);
    const entry = { value, until: now() + cacheMs };
    cached = entry;
    value.catch(() => {
      if (cached === entry) cached = undefined;
    });
    return value;
  };
  return { get, renew };
}

async function load({ cluster, user }: ClusterAccess, exec: ExecAuth): Promise<Credentials> {
  const headers: Record<string, string> = {};
  if (user.username) headers['authorization'] = `Basic ${base64(`${user.username}:${user.password ?? ''}`)}`;
  const plugin = user.exec ? await runPlugin(user, exec) : {};
  const token = user.tokenFile ? (await readFile(user.tokenFile, 'utf8')).trim() : (user.token ?? plugin.token);
  if (token) headers['authorization'] = `Bearer ${token}`;
  if (user.impersonateUser) headers['impersonate-user'] = user.impersonateUser;
  const tls = {
    ca: await fileOrData(cluster.caFile, cluster.caData),
    cert: plugin.cert ?? (await fileOrData(user.certFile, user.certData)),
    key: plugin.key ?? (await fileOrData(user.keyFile, user.keyData)),
  };
  return { headers: mayCarrySecrets(cluster.server) ? headers : {}, tls };
}

interface PluginAnswer {
  readonly token?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

// client-node leaves out KUBERNETES_EXEC_INFO, which the protocol requires, and waits for ever.
async function runPlugin(user: ClusterAccess['user'], exec: ExecAuth): Promise<PluginAnswer> {
  const given = user.exec as { readonly apiVersion?: string; readonly env?: { name: string; value: string }[] };
  const info = JSON.stringify({ apiVersion: given.apiVersion, kind: 'ExecCredential', spec: { interactive: false } });
  const env = [...(given.env ?? []), { name: 'KUBERNETES_EXEC_INFO', value: info }];
  const request: RequestOptions = { headers: {} };
  await withTimeout(exec.applyAuthentication({ ...user, exec: { ...given, env } }, request), execTimeoutMs);
  const headers = request.headers as Record<string, string>;
  return {
    token: headers['Authorization']?.replace(/^Bearer /, ''),
    cert: request.cert as string | undefined,
    key: request.key as string | undefined,
  };
}

async function withTimeout(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new KubeconfigError(`the exec plugin took longer than ${ms} ms`)), ms);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

async function fileOrData(file: string | undefined, data: string | undefined): Promise<Buffer | undefined> {
  if (file) return readFile(file);
  return data ? Buffer.from(data, 'base64') : undefined;
}

/** Tokens go out in clear text only on this machine. */
function mayCarrySecrets(server: string): boolean {
  const { protocol, hostname } = new URL(server);
  return protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || isLoopback4(hostname);
}

function isLoopback4(hostname: string): boolean {
  return isIPv4(hostname) && hostname.startsWith('127.');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
