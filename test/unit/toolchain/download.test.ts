import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSilentServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { platformName } from '../../../deploy/local/toolchain/cache-dir.ts';
import { downloadedTool, downloadTool } from '../../../deploy/local/toolchain/download-tool.ts';
import { resolveTemporalBinary, silentProgress } from '../../../deploy/local/toolchain/index.ts';
import type { Release } from '../../../deploy/local/toolchain/temporal-release.ts';

const PROGRAM = '#!/bin/sh\necho "  --db-filename string"\n';

let dir: string;
let server: Server;
let base: string;
let answer: RequestListener;
let requests: string[];
let archive: Buffer;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'durasync-download-'));
  archive = await pack();
  requests = [];
  answer = (_request, response) => response.end(archive);
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true, force: true });
});

/** A release's archive, as `tar` makes it. */
async function pack(): Promise<Buffer> {
  const folder = join(dir, 'release');
  await mkdir(folder);
  await writeFile(join(folder, 'temporal'), PROGRAM);
  await writeFile(join(folder, 'LICENSE'), 'MIT');
  await promisify(execFile)('tar', ['-czf', join(dir, 'archive'), '-C', folder, 'LICENSE', 'temporal']);
  return readFile(join(dir, 'archive'));
}

const release = (change: Partial<Release> = {}): Release => ({
  name: 'temporal',
  version: '9.9.9',
  title: 'a release',
  url: (platform) => `${base}/v9.9.9/${platform}.tar.gz`,
  sha256: { [platformName()]: createHash('sha256').update(archive).digest('hex') },
  ...change,
});

const env = (extra: Record<string, string> = {}): Record<string, string> => ({
  PATH: join(dir, 'bin'),
  HOME: dir,
  DURASYNC_CACHE: join(dir, 'cache'),
  ...extra,
});

const TIMES = { connect: 200, stall: 200, total: 2_000 };
const download = (of: Release = release()) => downloadTool(of, { env: env(), progress: silentProgress }, TIMES);

/** Nothing but what was there before may be left, above all no program. */
async function expectNothingKept(): Promise<void> {
  expect(await downloadedTool(release(), env())).toBeUndefined();
  const folder = join(dir, 'cache', 'temporal-cli', `9.9.9-${platformName()}`);
  expect(await readdir(folder).catch(() => [])).toEqual([]);
}

describe('a download', () => {
  it('is unpacked into the cache, once for two who ask', async () => {
    const [first, second] = await Promise.all([download(), download()]);
    expect(second).toBe(first);
    expect(await readFile(first, 'utf8')).toBe(PROGRAM);
    expect(await readdir(dirname(first))).toEqual(['temporal']);
    expect(await downloadedTool(release(), env())).toBe(first);
    expect(requests).toEqual([`/v9.9.9/${platformName()}.tar.gz`]);
  });

  it('follows redirects', async () => {
    answer = ({ url }, response) => {
      if (url === '/elsewhere') response.end(archive);
      else response.writeHead(302, { location: '/elsewhere' }).end();
    };
    expect(await readFile(await download(), 'utf8')).toBe(PROGRAM);
  });

  it.each<[string, RequestListener, RegExp]>([
    ['of something else', (_request, response) => response.end('<html>'), /checksum is .* not /],
    ['cut short', (_request, response) => cutShort(response), /aborted|hang up/],
    ['that does not exist', (_request, response) => response.writeHead(404).end(), /127\.0\.0\.1:\d+ answered 404/],
    ['that is never answered', () => undefined, /sent nothing for 0\.2 s/],
    ['that stops in the middle', (_request, response) => response.write('x'), /sent nothing for 0\.2 s|aborted/],
    [
      'that goes round in circles',
      (_request, response) => response.writeHead(302, { location: '/' }).end(),
      /redirected/,
    ],
    [
      'that leads out of the web',
      (_request, response) => response.writeHead(302, { location: 'file:///x' }).end(),
      /file:/,
    ],
  ])('%s is refused, and nothing is kept', async (_what, listener, reason) => {
    answer = listener;
    await expect(download()).rejects.toThrow(reason);
    await expectNothingKept();
  });

  it('without end is given up', async () => {
    answer = (_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    };
    await expect(download()).rejects.toThrow('longer than 2 s');
    await expectNothingKept();
  });

  it('for a platform without a pinned checksum is not begun', async () => {
    await expect(download(release({ sha256: {} }))).rejects.toThrow(`none for ${platformName()}`);
    expect(requests).toEqual([]);
  });

  it('whose connection does not come about costs no more than the time for one', async () => {
    // It takes the connection, and then never answers what TLS begins with.
    const silent = createSilentServer();
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    const url = () => `https://127.0.0.1:${(silent.address() as AddressInfo).port}/archive.tar.gz`;
    await expect(download(release({ url }))).rejects.toThrow('could not be reached within 0.2 s');
    silent.close();
  });
});

function cutShort(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-length': archive.length });
  response.write(archive.subarray(0, 20), () => response.destroy());
}

describe('Temporal', () => {
  const titles: string[] = [];
  const resolve = (extra: Record<string, string> = {}) => {
    titles.length = 0;
    return resolveTemporalBinary({
      env: env({ DURASYNC_TEMPORAL_DOWNLOADS: base, ...extra }),
      progress: (title, work) => {
        titles.push(title);
        return work();
      },
    });
  };

  beforeEach(async () => {
    const build = `while [ "$1" != -o ]; do shift; done; echo '#!' > "$2"; /bin/chmod 755 "$2"`;
    const go = `#!/bin/sh\ncase "$1" in env) printf 'go1.99.0\\nlocal\\n' ;; build) ${build} ;; esac\n`;
    await mkdir(join(dir, 'bin'));
    await writeFile(join(dir, 'bin', 'go'), go);
    await chmod(join(dir, 'bin', 'go'), 0o755);
  });

  it('is built where the download fails, which is told once and tried no more', async () => {
    await expect(resolve()).resolves.toMatchObject({ kind: 'server' });
    expect(titles).toEqual([
      expect.stringContaining('Downloading the Temporal CLI 1.6.2'),
      expect.stringMatching(/Building temporal-server .*download failed: the archive's checksum is/),
    ]);
    await expect(resolve()).resolves.toMatchObject({ kind: 'server' });
    expect([titles, requests.length]).toEqual([[], 1]);
  });

  it('is built without a look at the network when downloads are off', async () => {
    await expect(resolve({ DURASYNC_DOWNLOADS: 'off' })).resolves.toMatchObject({ kind: 'server' });
    expect(requests).toEqual([]);
  });

  it('is taken from the cache when it was downloaded before', async () => {
    const path = join(dir, 'cache', 'temporal-cli', `1.6.2-${platformName()}`, 'temporal');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, PROGRAM);
    await chmod(path, 0o755);
    await expect(resolve()).resolves.toEqual({ kind: 'cli', path });
    expect(requests).toEqual([]);
  });
});
