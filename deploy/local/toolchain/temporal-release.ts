import type { Environment } from './cache-dir.ts';

/** A program of an official release: one archive a platform, each with the checksum that it must have. */
export type Release = {
  /** Also the program's name in the archive. */
  readonly name: string;
  readonly version: string;
  /** For people. */
  readonly title: string;
  /** The archive's address for a platform such as `linux-amd64`. */
  url(platform: string): string;
  /** SHA-256 of the archives by platform, hexadecimal. A platform that is missing here is not downloaded. */
  readonly sha256: Readonly<Record<string, string>>;
};

const DOWNLOADS = 'https://github.com/temporalio/cli/releases/download';

/**
 * The Temporal CLI, which has a server and its UI inside. This version has a server of the same line (1.30) as the one
 * that is built from source, so that either goes on with the other's database.
 * @param env DURASYNC_TEMPORAL_DOWNLOADS: another place with the same files, e.g. a mirror of the releases
 */
export function temporalRelease(env: Environment): Release {
  const base = (env['DURASYNC_TEMPORAL_DOWNLOADS'] || DOWNLOADS).replace(/\/+$/, '');
  const version = '1.6.2';
  return {
    name: 'temporal',
    version,
    title: `the Temporal CLI ${version}`,
    url: (platform) => `${base}/v${version}/temporal_cli_${version}_${platform.replace('-', '_')}.tar.gz`,
    sha256: {
      'linux-amd64': '31705ce8cb83d9144bc798fb0cf60405133b7a52ac970ccc8c6338e2fd1b1b0a',
      'linux-arm64': 'd31f4ac56f6a78f259cc09d0185a43e08eadca303b6904a38f7774c85160d9d7',
      'darwin-amd64': 'fa34a8936a99cd3a9d1dd9de0cab56e35b72b212274c6d89de8a418422244964',
      'darwin-arm64': 'a796be2acda58bc72036d6541605646b86534dd50bbffc7ce697f4ce175ab6ee',
    },
  };
}
