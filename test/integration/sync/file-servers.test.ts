import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { linkSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import http, { type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createFileServer } from '../../../deploy/images/file-server/create-file-server.ts';
import { startProcess } from '../../../deploy/local/node/container/container-process.ts';
import { freePort } from '../../../deploy/local/stack/servers/index.ts';
import { until } from '../../support/until.ts';
import { writeTree } from '../../support/rsyncd/write-tree.ts';

let volume: string;
beforeEach(async () => {
  volume = await mkdtemp(join(tmpdir(), 'served-'));
  await writeTree(volume, { lock: 'ours', 'log/latest': 'ours' });
  await writeTree(join(volume, 'mirror'), {
    'a b/<i>&"x".txt': '0123456789',
    'a b/#100%?.iso': 'iso',
    'z.txt': 'z',
    '.well-known/x': 'x',
    '.~tmp~/part': 'p',
    inside: { link: 'a b' },
    outside: { link: '../lock' },
  });
  await symlink('/etc', join(volume, 'mirror/etc'));
});
afterEach(() => rm(volume, { recursive: true }));

describe('the HTTP file server', () => {
  let server: Server;
  let logged: Record<string, unknown>[];
  beforeEach(async () => {
    logged = [];
    const write = (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>);
    const logger = pino({ level: 'debug' }, { write });
    server = createFileServer({ root: join(volume, 'mirror'), logger }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Sends the path as it is, which fetch would tidy up. */
  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const { port } = server.address() as AddressInfo;
    const request = http.request({ host: '127.0.0.1', port, path, headers, method }).end();
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const body = (await response.setEncoding('utf8').toArray()).join('');
    return { status: response.statusCode, headers: response.headers, body };
  };
  const FILE = '/a%20b/%3Ci%3E&%22x%22.txt';

  test('files, ranges, validators and HEAD', async () => {
    const whole = await get(FILE);
    expect(whole).toMatchObject({ status: 200, body: '0123456789' });
    expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', 'x-content-type-options': 'nosniff' });
    expect(await get(FILE, { range: 'bytes=2-4' })).toMatchObject({ status: 206, body: '234' });
    expect(await get(FILE, { range: 'bytes=99-' })).toMatchObject({ status: 416 });
    expect(await get(FILE, { 'if-none-match': String(whole.headers.etag) })).toMatchObject({ status: 304, body: '' });
    expect(await get(FILE, {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(await get('/a%20b/%23100%25%3F.iso')).toMatchObject({ status: 200, body: 'iso' });
    expect(await get('/.well-known/x')).toMatchObject({ status: 200, body: 'x' });
    expect(await get('/inside/%23100%25%3F.iso')).toMatchObject({ status: 200, body: 'iso' });
  });

  test('listings are sorted and escaped and lead to the files', async () => {
    const { body, status } = await get('/a%20b/');
    expect(status).toBe(200);
    expect(body).toContain('href="./%3Ci%3E%26%22x%22.txt">&#60;i&#62;&#38;&#34;x&#34;.txt</a>');
    expect(body).not.toContain('<i>');
    const top = (await get('/')).body;
    expect(top.indexOf('a b/')).toBeLessThan(top.indexOf('z.txt'));
    expect(top).not.toContain('.~tmp~');
    expect(await get('/a%20b')).toMatchObject({ status: 301, headers: { location: './a%20b/' } });
  });

  test('a listing of more entries than can be sorted has all of them, once', async () => {
    const names = Array.from({ length: 5_050 }, (_, index) => `f${index}`);
    await mkdir(join(volume, 'mirror/many'));
    await Promise.all(names.map((name) => writeFile(join(volume, 'mirror/many', name), '')));
    const { body } = await get('/many/');
    const listed = [...body.matchAll(/href="\.\/(f\d+)"/g)].map(([, name]) => name);
    expect([...listed].sort()).toEqual([...names].sort());
    expect(body.endsWith('</html>\n')).toBe(true);
    expect(await get('/many/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    '/../lock',
    '/%2e%2e/lock',
    '/a%20b/..%2f..%2flock',
    '/outside',
    '/etc/passwd',
    '/.~tmp~/part',
    '/%00',
    '/%zz',
    '/z.txt/',
    '/nothing',
    '//lock',
  ])('%s is not found', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('other methods are refused, and health is always told', async () => {
    expect((await get('/z.txt', {}, 'PUT')).status).toBe(405);
    expect(await get('/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    await until('the log', () => logged.length === 2);
    expect(logged).toMatchObject([{ level: 20, method: 'PUT', url: '/z.txt', status: 405 }, { url: '/healthz' }]);
  });
});

test('the HTTP file server logs its start, and requests only for debugging', async () => {
  const port = await freePort();
  const main = new URL('../../../deploy/images/file-server/main.ts', import.meta.url).pathname;
  const env = { PATH: process.env['PATH'], DATA_DIR: volume, FRONT_PORT: String(port) };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = child.stdout.setEncoding('utf8').toArray();
  await untilOpen(port);
  expect((await fetch(`http://127.0.0.1:${port}/z.txt`)).status).toBe(200);
  child.kill('SIGTERM');
  const text = (await lines).join('');
  expect(JSON.parse(text)).toMatchObject({ level: 30, port, msg: 'the mirror is served' });
});

test('the HTTP file server lists 50,000 entries in a memory that the page does not fit in, to slow visitors too', async () => {
  const entries = 50_000;
  await mkdir(join(volume, 'mirror/huge'));
  // Links to one file, made in no time. Escaped, their names fill a page of 80 MB.
  const name = (index: number): string => `n${'&'.repeat(200)}${index}`;
  await writeFile(join(volume, 'mirror/huge', name(0)), '');
  for (let at = 1; at < entries; at += 1)
    linkSync(join(volume, 'mirror/huge', name(0)), join(volume, 'mirror/huge', name(at)));
  const port = await freePort();
  const main = new URL('../../../deploy/images/file-server/main.ts', import.meta.url).pathname;
  const env = { PATH: process.env['PATH'], DATA_DIR: volume, FRONT_PORT: String(port) };
  const child = spawn(process.execPath, ['--max-old-space-size=48', main], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await untilOpen(port);
    const request = http.get({ host: '127.0.0.1', port, path: '/huge/' });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    // Nothing is taken meanwhile, so everything that is not held back would gather in the server.
    expect(await countRows(port)).toBe(entries);
    expect(await rowsOf(response)).toBe(entries);
  } finally {
    child.kill('SIGKILL');
  }
});

async function countRows(port: number): Promise<number> {
  const [response] = (await once(http.get({ host: '127.0.0.1', port, path: '/huge/' }), 'response')) as [
    http.IncomingMessage,
  ];
  return rowsOf(response);
}

/** Lines of the listing that name a file, without keeping them. */
async function rowsOf(response: http.IncomingMessage): Promise<number> {
  let rows = 0;
  for await (const line of createInterface({ input: response }))
    rows += line.startsWith('<tr><td><a href="./n') ? 1 : 0;
  return rows;
}

describe('the rsync server', () => {
  const entrypoint = new URL('../../../deploy/images/rsync-server/entrypoint.sh', import.meta.url).pathname;

  test('serves the mirror and nothing else, read-only', async () => {
    const port = await freePort();
    const scratch = await mkdtemp(join(tmpdir(), 'scratch-'));
    const env = {
      PATH: process.env['PATH'],
      MODULE: 'debian',
      DATA_DIR: volume,
      RSYNC_PORT: String(port),
      TMPDIR: scratch,
    };
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', '/bin/sh', entrypoint], { env, stdio: 'ignore' });
    const exited = once(child, 'exit');
    try {
      await untilOpen(port);
      const run = promisify(execFile);
      const url = `rsync://127.0.0.1:${port}/debian/`;
      const { stdout } = await run('rsync', ['-r', '--out-format=%n', url, `${scratch}/copy/`]);
      expect(stdout).toContain('z.txt\n');
      expect(stdout).not.toContain('.~tmp~');
      await expect(run('rsync', [`${scratch}/copy/z.txt`, url])).rejects.toThrow('read only');
      await expect(run('rsync', ['-r', `rsync://127.0.0.1:${port}/debian/../log/`, scratch])).rejects.toThrow(
        'rsync error',
      );
    } finally {
      child.kill('SIGTERM');
      await exited;
      await rm(scratch, { recursive: true });
    }
  });

  test('tells in the log of its container who fetches what', async () => {
    const port = await freePort();
    const scratch = await mkdtemp(join(tmpdir(), 'scratch-'));
    const env = { MODULE: 'debian', DATA_DIR: volume, RSYNC_PORT: String(port), TMPDIR: scratch };
    let log = '';
    const container = await startProcess({
      id: randomUUID(),
      argv: ['/bin/sh', entrypoint],
      env: { PATH: process.env['PATH'] ?? '', ...env },
      cwd: '/',
      onOutput: (_, chunk) => void (log += chunk.toString()),
    });
    try {
      await untilOpen(port);
      await promisify(execFile)('rsync', [`rsync://127.0.0.1:${port}/debian/z.txt`, scratch]);
      await until('the transfer in the log', () => log.includes('rsync on debian/z.txt from'));
      expect(log).toContain('starting');
    } finally {
      container.terminate();
      await container.exited;
      await rm(scratch, { recursive: true });
    }
  });

  test.each([
    ['MODULE', 'a]\npath = /'],
    ['DATA_DIR', '/x\npath = /'],
    ['POD_IP', '0.0.0.0\nuid = 0'],
    ['RSYNC_PORT', '1 2'],
  ])('refuses to be configured through %s', async (name, value) => {
    const env = { PATH: process.env['PATH'], MODULE: 'm', DATA_DIR: volume, [name]: value };
    const child = spawn('/bin/sh', [entrypoint], { env, stdio: 'ignore' });
    expect((await once(child, 'exit'))[0]).toBe(64);
  });
});

async function untilOpen(port: number): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(20)) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
  }
  throw new Error(`nothing listens on port ${port}`);
}
