import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildRemedy } from '../../../deploy/local/toolchain/build-tool.ts';
import { isAtLeast, versionIn } from '../../../deploy/local/toolchain/compare-versions.ts';
import { canBuild } from '../../../deploy/local/toolchain/go-toolchain.ts';
import type { BuildContext } from '../../../deploy/local/toolchain/index.ts';
import {
  cacheRoot,
  resolveKubectl,
  resolveKubernetes,
  resolveKubernetesBinaries,
  resolveTemporal,
  silentProgress,
} from '../../../deploy/local/toolchain/index.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'durasync-resolve-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function program(name: string, script: string): Promise<string> {
  await mkdir(join(dir, 'bin'), { recursive: true });
  const path = join(dir, 'bin', name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

/** An environment in which only the test's own programs are found, and a cache of its own. */
function context(extra: Record<string, string> = {}): BuildContext {
  return {
    env: { PATH: join(dir, 'bin'), HOME: dir, DURASYNC_CACHE: join(dir, 'cache'), ...extra },
    progress: silentProgress,
  };
}

describe('what the user already has comes first', () => {
  it('takes a running Temporal and a running cluster', async () => {
    await expect(resolveTemporal(context({ TEMPORAL_ADDRESS: 'there:7233' }))).resolves.toEqual({
      kind: 'external',
      address: 'there:7233',
    });
    await expect(resolveKubernetes(context({ KUBECONFIG: '/k' }))).resolves.toEqual({
      kind: 'external',
      kubeconfig: '/k',
    });
  });

  it('takes a temporal CLI that can start a dev server', async () => {
    const path = await program('temporal', 'echo "  --db-filename string"');
    await expect(resolveTemporal(context())).resolves.toEqual({ kind: 'cli', path });
  });

  it('takes recent etcd and kube-apiserver from the PATH, and any kubectl that runs', async () => {
    const etcd = await program('etcd', 'echo "etcd Version: 3.5.13"');
    const apiserver = await program('kube-apiserver', 'echo "Kubernetes v1.33.0"');
    const kubectl = await program('kubectl', 'echo "Client Version: v1.20.0"');
    await expect(resolveKubernetesBinaries(context())).resolves.toEqual({ kind: 'binaries', etcd, apiserver });
    await expect(resolveKubectl(context())).resolves.toBe(kubectl);
  });

  it('says what is wrong with a KUBEBUILDER_ASSETS that lacks a program', async () => {
    await expect(resolveKubernetesBinaries(context({ KUBEBUILDER_ASSETS: dir }))).rejects.toThrow(
      'does not hold both programs',
    );
  });
});

describe('a build', () => {
  it('replaces an old etcd of the PATH, runs once for two who ask, and is kept', async () => {
    await program('etcd', 'echo "etcd Version: 3.4.23"');
    await program('kube-apiserver', 'echo "Kubernetes v1.33.0"');
    const log = join(dir, 'builds');
    const build = `while [ "$1" != -o ]; do shift; done; echo built >> ${log}; echo '#!' > "$2"; /bin/chmod 755 "$2"`;
    await program('go', `case "$1" in env) printf 'go1.99.0\\nlocal\\n' ;; build) ${build} ;; esac`);
    const [first, second] = await Promise.all([
      resolveKubernetesBinaries(context()),
      resolveKubernetesBinaries(context()),
    ]);
    const third = await resolveKubernetesBinaries(context());
    expect(first.etcd).toMatch(new RegExp(`^${join(dir, 'cache')}/etcd/3\\.6\\.16-\\w+-\\w+/etcd$`));
    expect([second.etcd, third.etcd]).toEqual([first.etcd, first.etcd]);
    expect(await readFile(log, 'utf8')).toBe('built\n');
    expect((await readdir(join(first.etcd, '..'))).sort()).toEqual(['etcd', 'etcd.key']);
  });

  it('that fails tells its last lines and what to do, and leaves nothing half done', async () => {
    await program('kube-apiserver', 'echo "Kubernetes v1.33.0"');
    await program(
      'go',
      `case "$1" in env) printf 'go1.99.0\\nlocal\\n' ;; build) echo 'dial tcp: no such host'; exit 1 ;; esac`,
    );
    await expect(resolveKubernetesBinaries(context())).rejects.toThrow(
      /Building etcd .* failed[^]*no such host[^]*GOPROXY/,
    );
  });

  it('with too old a Go says which is needed', async () => {
    await program('go', `printf 'go1.19.2\\n\\n'`);
    await expect(resolveKubectl(context())).rejects.toThrow(/go1\.19\.2 and 1\.26.* is needed[^]*install Go/);
  });
});

describe('small decisions', () => {
  it('compares versions by number, missing parts as 0', () => {
    expect(versionIn('etcd Version: 3.5.13')).toEqual([3, 5, 13]);
    expect(isAtLeast([3, 5, 13], [3, 5, 9])).toBe(true);
    expect(isAtLeast([1, 32], [1, 32, 0])).toBe(true);
    expect(isAtLeast([1, 9], [1, 10])).toBe(false);
  });

  it('lets a Go that updates itself do so, unless it is told not to', () => {
    expect(canBuild([1, 22], [1, 26, 5], 'auto')).toBe(true);
    expect(canBuild([1, 22], [1, 26, 5], 'local')).toBe(false);
    expect(canBuild([1, 20], [1, 26, 5], 'auto')).toBe(false);
  });

  it('keeps built programs where the user wants them', () => {
    expect(cacheRoot({ HOME: '/h' })).toBe('/h/.cache/durasync');
    expect(cacheRoot({ HOME: '/h', XDG_CACHE_HOME: '/x' })).toBe('/x/durasync');
    expect(cacheRoot({ HOME: '/h', XDG_CACHE_HOME: '/x', DURASYNC_CACHE: '/d' })).toBe('/d');
  });

  it('reads the cause of a failed build from its output', () => {
    expect(buildRemedy('write: no space left on device')).toContain('disk space');
    expect(buildRemedy('undefined: x')).toContain('run the command again');
  });
});
