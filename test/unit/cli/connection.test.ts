import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findConnection } from '../../../cli/connection/find-connection.ts';

let root: string;
let home: string;
let cwd: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'durasync-cli-'));
  home = join(root, 'home');
  cwd = join(root, 'project', 'deep');
  mkdirSync(join(home, '.config', 'durasync'), { recursive: true });
  mkdirSync(cwd, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function projectConfig(config: object, token = 'project-token'): void {
  const folder = join(root, 'project', '.durasync');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cli.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'token'), `${token}\n`);
}
const find = (options: object = {}, env: Record<string, string> = {}) => {
  const { server, token } = findConnection(options, { env, cwd, home });
  return { server: server.href, token };
};

describe('where to, as whom', () => {
  test('without anything: this machine', () => {
    expect(find()).toEqual({ server: 'http://127.0.0.1:3000/', token: undefined });
    expect(find({}, { DURASYNC_TOKEN: 'env' })).toEqual({ server: 'http://127.0.0.1:3000/', token: 'env' });
  });
  test('the file of the nearest folder above, before that of the user', () => {
    writeFileSync(join(home, '.config/durasync/config.json'), '{"server":"https://user.example"}');
    expect(find().server).toBe('https://user.example/');
    projectConfig({ server: 'http://127.0.0.1:4000', tokenFile: 'token' });
    expect(find()).toEqual({ server: 'http://127.0.0.1:4000/', token: 'project-token' });
  });
  test('command line before environment', () => {
    const env = { DURASYNC_SERVER: 'https://env.example', DURASYNC_TOKEN: 'env' };
    expect(find({}, env)).toEqual({ server: 'https://env.example/', token: 'env' });
    expect(find({ server: 'https://a.example', token: 'flag' }, env)).toEqual({
      server: 'https://a.example/',
      token: 'flag',
    });
  });
});

test('command line, then environment, then file: the server and the token each', () => {
  const own = { server: 'http://127.0.0.1:4000', tokenFile: 'token' };
  projectConfig(own);
  const env = { DURASYNC_SERVER: 'http://127.0.0.1:5000', DURASYNC_TOKEN: 'env' };
  expect(find({}, env)).toEqual({ server: 'http://127.0.0.1:5000/', token: 'env' });
  expect(find({}, { DURASYNC_TOKEN: 'env' })).toEqual({ server: 'http://127.0.0.1:4000/', token: 'env' });
  expect(find({ token: 'flag' }, env).token).toBe('flag');
  expect(find({ server: own.server }, { DURASYNC_TOKEN: 'env' }).token).toBe('env');
  writeFileSync(join(cwd, 'env-token'), 'from-file');
  expect(find({}, { DURASYNC_TOKEN_FILE: 'env-token' }).token).toBe('from-file');
  expect(find({}, { DURASYNC_TOKEN_FILE: 'env-token', DURASYNC_TOKEN: 'env' }).token).toBe('env');
});

describe('a token goes only where it belongs', () => {
  test('that of the environment not to a machine that a folder names, and this is said', () => {
    projectConfig({ server: 'https://evil.example' });
    expect(() => find({}, { DURASYNC_TOKEN: 'env' })).toThrow(
      /not sent to https:\/\/evil.example, which .*cli.json names/,
    );
    expect(find({}, { DURASYNC_TOKEN: 'env', DURASYNC_SERVER: 'https://evil.example' }).token).toBe('env');
  });
  test('that of the environment to the server of the user’s own configuration', () => {
    writeFileSync(join(home, '.config/durasync/config.json'), '{"server":"https://user.example"}');
    expect(find({}, { DURASYNC_TOKEN: 'env' })).toEqual({ server: 'https://user.example/', token: 'env' });
  });
  test('that of a folder only to its own server', () => {
    projectConfig({ server: 'http://127.0.0.1:4000', tokenFile: 'token' });
    expect(find({ server: 'https://other.example' }).token).toBeUndefined();
    expect(find({ server: 'http://127.0.0.1:4000' }).token).toBe('project-token');
  });
  test('a folder cannot name a file outside of it, not by a link either', () => {
    writeFileSync(join(home, 'secret'), 'secret');
    projectConfig({ server: 'https://evil.example', tokenFile: join(home, 'secret') });
    expect(() => find()).toThrow(/outside of that folder/);
    symlinkSync(join(home, 'secret'), join(root, 'project/.durasync/link'));
    projectConfig({ server: 'https://evil.example', tokenFile: 'link' });
    expect(() => find()).toThrow(/outside of that folder/);
  });
  test.each(['http://mirror.example', 'http://127.example', 'http://10.0.0.1:3000'])(
    'not in clear text to %s',
    (server) => {
      expect(() => find({ server, token: 't' })).toThrow(/anybody on the way/);
    },
  );
  test.each(['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1', 'https://mirror.example'])(
    'to %s',
    (server) => {
      expect(find({ server, token: 't' }).token).toBe('t');
    },
  );
});

test.each([
  [{ server: 'ftp://x' }, /not the address/],
  [{ server: 'http://user:pw@x' }, /not the address/],
  [{ token: 'two words' }, /does not hold a token/],
  [{ tokenFile: 'none' }, /cannot be read \(ENOENT\)/],
])('%j is refused', (options, message) => {
  expect(() => find(options)).toThrow(message);
});
