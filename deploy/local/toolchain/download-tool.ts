import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildContext } from './build-tool.ts';
import { cacheRoot, platformName, type Environment } from './cache-dir.ts';
import { downloadFile, type DownloadTimes } from './download-file.ts';
import { withFileLock } from './file-lock.ts';
import { firstExecutable } from './find-on-path.ts';
import { lastLines, runCommand } from './run-command.ts';
import type { Release } from './temporal-release.ts';

/** A download by another process is waited for as long as one may take. */
const LOCK_WAIT_MS = 660_000;
const UNPACK_TIMEOUT_MS = 60_000;

/** Where a release's program is once it has been downloaded. */
function programPath(release: Release, env: Environment): string {
  return join(cacheRoot(env), `${release.name}-cli`, `${release.version}-${platformName()}`, release.name);
}

/** The program of a release when it was downloaded before. It is moved there whole, so what is there is whole. */
export function downloadedTool(release: Release, env: Environment): Promise<string | undefined> {
  return firstExecutable([programPath(release, env)]);
}

/**
 * Downloads a release's archive, checks it against its pinned checksum, and puts the program into the cache. Two
 * processes that ask at once download once.
 * @throws Error whose message says why there is none: no network, a wrong checksum, a platform without a release
 */
export async function downloadTool(
  release: Release,
  { env, progress }: BuildContext,
  times?: Partial<DownloadTimes>,
): Promise<string> {
  const sha256 = release.sha256[platformName()];
  if (sha256 === undefined) throw new Error(`there is none for ${platformName()}`);
  const path = programPath(release, env);
  await mkdir(dirname(path), { recursive: true });
  return withFileLock(`${path}.lock`, LOCK_WAIT_MS, async () => {
    if ((await firstExecutable([path])) !== undefined) return path;
    await progress(`Downloading ${release.title}`, () => fetchInto(path, { release, sha256, env, times }));
    return path;
  });
}

type Wanted = {
  readonly release: Release;
  readonly sha256: string;
  readonly env: Environment;
  readonly times: Partial<DownloadTimes> | undefined;
};

async function fetchInto(path: string, { release, sha256, env, times }: Wanted): Promise<void> {
  const staging = await mkdtemp(`${path}.`);
  try {
    const archive = join(staging, 'archive.tar.gz');
    const url = release.url(platformName());
    const found = await downloadFile({ url, file: archive, env, ...(times && { times }) });
    if (found !== sha256) throw new Error(`the archive's checksum is ${found}, not ${sha256}`);
    await unpack(archive, release.name, staging);
    await chmod(join(staging, release.name), 0o755);
    await rename(join(staging, release.name), path);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function unpack(archive: string, name: string, into: string): Promise<void> {
  const options = { timeoutMs: UNPACK_TIMEOUT_MS };
  const { code, output } = await runCommand('tar', ['-xzf', archive, '-C', into, name], options);
  if (code !== 0) throw new Error(`the archive cannot be unpacked: ${lastLines(output, 1)}`);
}
