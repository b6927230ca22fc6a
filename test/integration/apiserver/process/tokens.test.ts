import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kubectl } from './kubectl.ts';
import { kubectlIn } from './kubectl.ts';
import type { ServerProcess } from './server-process.ts';
import { startProcess } from './server-process.ts';

let dir: string;
let kubectl: Kubectl;
let server: ServerProcess;

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { serviceAccountName: 'app', nodeName: 'n', containers: [{ name: 'c', image: 'i' }] },
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apiserver-tokens-'));
  const plain = await kubectlIn(dir);
  await writeFile(join(dir, 'tokens.csv'), 'root-secret,root,1,"system:masters"\n');
  server = await startProcess([
    `--file-rootpath=${join(dir, 'data')}`,
    `--cert-dir=${join(dir, 'pki')}`,
    `--token-auth-file=${join(dir, 'tokens.csv')}`,
    '--service-account-issuer=https://issuer.example',
  ]);
  const flags = [`--server=${server.url}`, `--certificate-authority=${join(dir, 'pki/apiserver.crt')}`];
  kubectl = (...args) => plain(...flags, ...(args.some((arg) => arg.startsWith('--token')) ? [] : [ROOT]), ...args);
  await kubectl('create', 'serviceaccount', 'app');
  await kubectl('create', 'secret', 'generic', 's');
  await writeFile(join(dir, 'node.json'), JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } }));
  await writeFile(join(dir, 'pod.json'), JSON.stringify(POD));
  await kubectl('apply', '-f', join(dir, 'node.json'), '-f', join(dir, 'pod.json'));
});
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true });
});

const ROOT = '--token=root-secret';

type Claims = {
  aud: string[];
  iss: string;
  exp: number;
  iat: number;
  'kubernetes.io': Record<string, { name: string }>;
};

const part = (token: string, index: number): Claims =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Claims;

const createToken = async (...args: string[]): Promise<string> =>
  (await kubectl('create', 'token', 'app', ...args)).trim();

describe('kubectl create token', () => {
  test.each([
    ['Pod', 'p', ['pod', 'node']],
    ['Secret', 's', ['secret']],
    ['Node', 'n', ['node']],
  ])('binds a token to a %s, with which it goes', async (kind, name, claimed) => {
    const token = await createToken(`--bound-object-kind=${kind}`, `--bound-object-name=${name}`, '--duration=20m');
    const claims = part(token, 1);
    expect(claims.exp - claims.iat).toBe(1200);
    for (const claim of claimed) expect(claims['kubernetes.io'][claim]?.name).toBe(claim === 'node' ? 'n' : name);
    const whoami = (): Promise<string> => kubectl(`--token=${token}`, 'auth', 'whoami', '-o', 'yaml');
    const seen = await whoami();
    expect(seen).toContain('username: system:serviceaccount:default:app');
    expect(seen.includes('authentication.kubernetes.io/node-name')).toBe(claimed.includes('node'));
    await kubectl('delete', kind.toLowerCase(), name, '--force', '--grace-period=0');
    await expect(whoami()).rejects.toThrow('Unauthorized');
  });

  test('is refused for what is not there', async () => {
    await expect(createToken('--bound-object-kind=Secret', '--bound-object-name=none')).rejects.toThrow(
      'secrets "none" not found',
    );
    await expect(createToken('--duration=1m')).rejects.toThrow('may not specify a duration less than 10 minutes');
    await expect(kubectl('create', 'token', 'none')).rejects.toThrow('serviceaccounts "none" not found');
  });

  test('for another audience gives no token for this server', async () => {
    const token = await createToken('--audience=vault', '--audience=other');
    expect(part(token, 1).aud).toEqual(['vault', 'other']);
    await expect(kubectl(`--token=${token}`, 'get', 'pods')).rejects.toThrow('Unauthorized');
  });
});

describe('the issuer of tokens', () => {
  test('tells how to verify them, to service accounts', async () => {
    const token = await createToken();
    const ask = (path: string): Promise<string> => kubectl(`--token=${token}`, 'get', '--raw', path);
    const configuration = JSON.parse(await ask('/.well-known/openid-configuration')) as Record<string, unknown>;
    expect(configuration).toEqual({
      issuer: 'https://issuer.example',
      jwks_uri: `${server.url}/openid/v1/jwks`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    });
    const { keys } = JSON.parse(await ask('/openid/v1/jwks')) as { keys: (JsonWebKey & { kid: string })[] };
    const [key] = keys;
    const { kid } = part(token, 0) as unknown as { kid: string };
    expect(keys).toHaveLength(1);
    expect(key).toMatchObject({ kid, use: 'sig', alg: 'ES256', kty: 'EC' });
    expect(key).not.toHaveProperty('d');
    const signed = Buffer.from(token.split('.').slice(0, 2).join('.'));
    const publicKey = { key: createPublicKey({ key: key ?? {}, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', signed, publicKey, Buffer.from(token.split('.')[2] ?? '', 'base64url'))).toBe(true);
  });
});
