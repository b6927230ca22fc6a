import { join } from 'node:path';
import type { Authenticator } from './access/authenticator.ts';
import { firstOf, localhostAuthenticator } from './access/authenticator.ts';
import { certificateAuthenticator } from './access/client-certificate.ts';
import { EphemeralTokens, withKubectlPolicy } from './access/kubectl-policy.ts';
import { tokenFileVerifier } from './access/token-file.ts';
import type { FindUid, TokenIssuer } from './access/tokens/service-account-tokens.ts';
import { livingUid, serviceAccountVerifier, vouchingKey } from './access/tokens/service-account-tokens.ts';
import { openSigningKey, temporarySigningKey } from './access/tokens/signing-key.ts';
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
  const issuer = tokenIssuer(config);
  const verify = firstVerifier([
    ...(config.tokenAuthFile ? [tokenFileVerifier(config.tokenAuthFile)] : []),
    ...(ephemeral ? [ephemeral.verify] : []),
    serviceAccountVerifier(issuer, findUidIn(store)),
  ]);
  const known = firstOf([
    ...(config.clientCaFile ? [certificateAuthenticator()] : []),
    bearerAuthenticator(verify),
    ...(config.authnAllowLocalhost ? [localhostAuthenticator()] : []),
  ]);
  const policy = { disabled: config.kubectlDisabled, ...(ephemeral && { ephemeral }) };
  return { authenticate: withKubectlPolicy(known, policy), issuer, verify, ...(ephemeral && { ephemeral }) };
}

/** A key in the file that is named, else beside the objects; with etcd and none named one that dies with the process. */
function tokenIssuer({ serviceAccountKeyFile, fileRootpath, serviceAccountIssuer }: ServerConfig): TokenIssuer {
  const file = serviceAccountKeyFile ?? (fileRootpath && join(fileRootpath, 'service-account.key'));
  const key = file ? forFlag('--service-account-key-file', () => openSigningKey(file)) : temporarySigningKey();
  return { issuer: serviceAccountIssuer ?? DEFAULT_ISSUER, key, now: () => new Date() };
}

function findUidIn(store: Store): FindUid {
  return async (kind, namespace, name) => {
    const record = await store.get(vouchingKey(kind, namespace, name));
    return record && livingUid(decodeRecord(record));
  };
}
