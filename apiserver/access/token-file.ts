import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { User } from '../rest/dependencies.ts';
import type { TokenVerifier } from './tokens/token-verifier.ts';

/**
 * Users by their tokens, from lines `token,user,uid,"group1,group2"`; the groups may be left out. Read once, as by kube-apiserver.
 * @throws if the file cannot be read or a line is no such line; never with a token in its message
 */
export function tokenFileVerifier(file: string): TokenVerifier {
  const users = parseFile(file);
  return async (token) => {
    const user = users.get(digest(token));
    return user && { user };
  };
}

function parseFile(file: string): Map<string, User> {
  try {
    return parseTokens(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`--token-auth-file: ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** By digest, so that looking one up takes no time that tells of the tokens. */
export function parseTokens(text: string): Map<string, User> {
  const users = new Map<string, User>();
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const [token, name, uid, groups = '', ...more] = parseFields(line) ?? [];
    if (!token || !name || uid === undefined || more.length > 0) {
      throw new Error(`line ${index + 1} is not token,user,uid,"groups"`);
    }
    const list = groups.split(',').map((group) => group.trim());
    users.set(digest(token), { name, uid, groups: list.filter((group) => group !== '') });
  });
  return users;
}

const FIELD = /\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(,|$)/y;

/** RFC 4180. @returns undefined for a line that is none, such as one whose quote does not end */
function parseFields(line: string): string[] | undefined {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  for (let end = ','; end === ',';) {
    const match = FIELD.exec(line);
    if (!match) return undefined;
    const [, quoted, plain = ''] = match;
    fields.push(quoted?.replaceAll('""', '"') ?? plain.trim());
    end = match[3] ?? '';
  }
  return fields;
}

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');
