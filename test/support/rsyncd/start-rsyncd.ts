import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../deploy/local/stack/servers/index.ts';

const START_MS = 10_000;

export interface RsyncdOptions {
  /** User name and password that the module asks for; open to all when left out. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Most connections at a time; negative refuses all. */
  readonly maxConnections?: number;
}

/** A real rsync daemon on a loopback port, serving one module. */
export interface Rsyncd {
  /** `rsync://127.0.0.1:<port>/data/`. */
  readonly url: string;
  readonly port: number;
  /** Directory that the module serves. */
  readonly content: string;
  stop(): Promise<void>;
}

/** Starts a daemon; ends with this process at the latest. Throws when it does not listen within 10 s. */
export async function startRsyncd(options: RsyncdOptions = {}): Promise<Rsyncd> {
  const home = await mkdtemp(join(tmpdir(), 'rsyncd-'));
  const content = join(home, 'content');
  await mkdir(content);
  const port = await freePort();
  await writeFile(join(home, 'secrets'), options.login ? `${options.login.user}:${options.login.password}\n` : '', {
    mode: 0o600,
  });
  await writeFile(join(home, 'rsyncd.conf'), configuration(home, port, options));
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', '--', 'rsync', '--daemon', '--no-detach', `--config=${join(home, 'rsyncd.conf')}`],
    { stdio: 'ignore' },
  );
  const exited = once(child, 'exit');
  await listening(port);
  return {
    url: `rsync://127.0.0.1:${port}/data/`,
    port,
    content,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await rm(home, { recursive: true, force: true });
    },
  };
}

function configuration(home: string, port: number, options: RsyncdOptions): string {
  const uid = process.getuid?.() === 0 ? ['uid = root', 'gid = root'] : [];
  return [
    'address = 127.0.0.1',
    `port = ${port}`,
    'use chroot = no',
    `log file = ${join(home, 'log')}`,
    `lock file = ${join(home, 'lock')}`,
    '[data]',
    `path = ${join(home, 'content')}`,
    'read only = yes',
    ...uid,
    ...(options.maxConnections === undefined ? [] : [`max connections = ${options.maxConnections}`]),
    ...(options.login ? [`auth users = ${options.login.user}`, `secrets file = ${join(home, 'secrets')}`] : []),
    '',
  ].join('\n');
}

async function listening(port: number): Promise<void> {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(10)) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
  }
  throw new Error(`the rsync daemon does not listen on port ${port}`);
}
