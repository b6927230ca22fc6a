import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writePrivateFile } from './private-files.ts';

/** Somebody a token lets in, besides the administrator. */
export type TokenUser = { readonly token: string; readonly user: string; readonly groups: readonly string[] };

/** The secret kept in a file: 32 random bytes in hexadecimal, made at the first call. */
export async function storedSecret(file: string): Promise<string> {
  const found = await readFile(file, 'utf8').catch(() => '');
  if (found.length > 0) return found;
  const secret = randomBytes(32).toString('hex');
  await writePrivateFile(file, secret);
  return secret;
}

/** kube-apiserver's token file. Throws when a value would break out of its field. */
export function renderTokenFile(users: readonly TokenUser[]): string {
  return users.map(renderLine).join('');
}

function renderLine({ token, user, groups }: TokenUser): string {
  for (const value of [token, user, ...groups]) {
    if (/["\r\n,]/.test(value) || value === '')
      throw new Error(`not a token, user or group name: ${JSON.stringify(value)}`);
  }
  return `${token},${user},${user},"${groups.join(',')}"\n`;
}
