import { createCipheriv } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { startProcess, type ManagedProcess } from './servers/index.ts';

/** One rsync module of generated files. Sizes are bytes. */
type Module = { readonly name: string; readonly files: number; readonly fileSize: number; readonly perFolder: number };

const MODULES: readonly Module[] = [
  { name: 'docs', files: 120, fileSize: 4_000, perFolder: 20 },
  { name: 'packages', files: 2_000, fileSize: 6_000, perFolder: 100 },
  { name: 'images', files: 3, fileSize: 32 * 2 ** 20, perFolder: 1 },
];

/** Starts a real rsync daemon on 127.0.0.1 with content that is the same on every machine; generated once, ~110 MB. */
export async function startSampleUpstream(options: {
  readonly rsync: string;
  readonly dataDir: string;
  readonly port: number;
}): Promise<ManagedProcess> {
  const content = join(options.dataDir, 'content');
  if (!existsSync(content)) await generate(content);
  const config = join(options.dataDir, 'rsyncd.conf');
  await writeFile(config, renderConfig(content));
  return startProcess({
    name: 'sample-upstream',
    command: options.rsync,
    args: ['--daemon', '--no-detach', '--address=127.0.0.1', `--port=${options.port}`, `--config=${config}`],
    logFile: join(options.dataDir, 'rsyncd.log'),
    isReady: () => accepts(options.port),
  });
}

function renderConfig(content: string): string {
  const modules = MODULES.map(({ name }) => `[${name}]\n  path = ${join(content, name)}\n`).join('');
  return `use chroot = no\nread only = yes\nmax connections = 32\nlog file = /dev/stdout\n${modules}`;
}

/** Written beside and moved into place, so that an interrupted start leaves no half upstream. */
async function generate(content: string): Promise<void> {
  const unfinished = `${content}.tmp`;
  await rm(unfinished, { recursive: true, force: true });
  for (const module of MODULES) await generateModule(join(unfinished, module.name), module);
  await rename(unfinished, content);
}

async function generateModule(folder: string, module: Module): Promise<void> {
  for (let index = 0; index < module.files; index += 1) {
    const parent = join(folder, `part-${Math.floor(index / module.perFolder)}`);
    if (index % module.perFolder === 0) await mkdir(parent, { recursive: true });
    await writeFile(
      join(parent, `${module.name}-${index}.bin`),
      pseudoRandom(`${module.name}/${index}`, module.fileSize),
    );
  }
  await symlink('part-0', join(folder, 'latest'));
}

/** The same bytes for the same name, and as good as incompressible. */
function pseudoRandom(name: string, size: number): Buffer {
  const key = Buffer.alloc(32, name);
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: 2_000 });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}
