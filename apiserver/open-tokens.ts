import { join } from 'node:path';
import type { Authenticator } from './access/authenticator.ts';
import { firstOf, localhostAuthenticator } from './access/authenticator.ts';
import { certificateAuthenticator } from './access/client-certificate.ts';
import { EphemeralTokens } from './access/ephemeral-tokens.ts';
import { withKubectlPolicy } from './access/kubectl-policy.ts';
import { tokenFileVerifier } from './access/token-file.ts';
import type { SigningKey } from './access/tokens/jwt.ts';
import type { FindUid, TokenIssuer } from './access/tokens/service-account-tokens.ts';
import { livingUid, serviceAccountVerifier, vouchingKey } from './access/tokens/service-account-tokens.ts';
import { openSigningKey } from './access/tokens/signing-key.ts';
import { storedSigningKey } from './access/tokens/stored-key.ts';
import type { TokenVerifier } from './access/tokens/token-verifier.ts';
import { bearerAuthenticator, firstVerifier } from './access/tokens/token-verifier.ts';
import type { ServerConfig } from './flags.ts';
import { DEFAULT_ISSUER } from './open-access.ts';
import { decodeRecord } from './rest/record-codec.ts';
import { forFlag } from './start-failure.ts';
import type { Store } from './storage/index.ts';

/** Who is who, and who gets which tokens; see ApiServerOptions. */
export type Tokens = {
  readonly authenticate: Authenticator;
  readonly issuer: TokenIssuer;
  readonly verify: TokenVerifier;
  readonly ephemeral?: EphemeralTokens;
};

/** @throws Error that names the flag of a file that is no good, or what the store does */
export async function openTokens(config: ServerConfig, store: Store): Promise<Tokens> {
  const ephemeral = config.kubectlEphemeralToken ? new EphemeralTokens(() => new Date()) : undefined;
  const issuer = await tokenIssuer(config, store);
  const lasting = firstVerifier([
    ...(config.tokenAuthFile ? [tokenFileVerifier(config.tokenAuthFile)] : []),
    serviceAccountVerifier(issuer, findUidIn(store)),
  ]);
  const verify = ephemeral ? firstVerifier([ephemeral.verifier(lasting), lasting]) : lasting;
  const known = firstOf([
    ...(config.clientCaFile ? [certificateAuthenticator()] : []),
    bearerAuthenticator(verify),
    ...(config.authnAllowLocalhost ? [localhostAuthenticator()] : []),
  ]);
  const policy = { disabled: config.kubectlDisabled, ...(ephemeral && { ephemeral }) };
  return { authenticate: withKubectlPolicy(known, policy), issuer, verify, ...(ephemeral && { ephemeral }) };
}

async function tokenIssuer(config: ServerConfig, store: Store): Promise<TokenIssuer> {
  return {
    issuer: config.serviceAccountIssuer ?? DEFAULT_ISSUER,
    key: await signingKey(config, store),
    now: () => new Date(),
  };
}

/** The key of the file that is named, else one beside the objects. */
async function signingKey(config: ServerConfig, store: Store): Promise<SigningKey> {
  const { serviceAccountKeyFile, fileRootpath, backend } = config;
  const file = serviceAccountKeyFile ?? (backend === 'file' && join(fileRootpath ?? '', 'service-account.key'));
  return file ? forFlag('--service-account-key-file', () => openSigningKey(file)) : storedSigningKey(store);
}

function findUidIn(store: Store): FindUid {
  return async (kind, namespace, name) => {
    const record = await store.get(vouchingKey(kind, namespace, name));
    return record && livingUid(decodeRecord(record));
  };
}
