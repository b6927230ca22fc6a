import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { User } from '../rest/dependencies.ts';
import type { TokenVerifier } from './tokens/token-verifier.ts';

/**
 * Users by their tokens, from lines `token,user,uid,"group1,group2"`; the groups may be left out.
 * @throws if the file cannot be read or a line is no such line; never with a token in its message
 */
export function tokenFileVerifier(file: string): TokenVerifier {
  const users = parseTokens(readFileSync(file, 'utf8'));
  return async (token) => {
    const user = users.get(digest(token));
    return user && { user };
  };
}

/** By digest, so that looking one up takes no time that tells of the tokens. */
export function parseTokens(text: string): Map<string, User> {
  const users = new Map<string, User>();
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const [token, name, uid, groups = ''] = parseFields(line);
    if (!token || !name || uid === undefined) throw new Error(`line ${index + 1} is not token,user,uid,"groups"`);
    const list = groups.split(',').map((group) => group.trim());
    users.set(digest(token), { name, uid, groups: list.filter((group) => group !== '') });
  });
  return users;
}

function parseFields(line: string): string[] {
  const fields = line.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g);
  return [...fields].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.trim());
}

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');
