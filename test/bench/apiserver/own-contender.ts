import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeCommand } from '../../../deploy/local/stack/node-process.ts';
import type { ManagedProcess } from '../../../deploy/local/stack/servers/index.ts';
import { startProcess } from '../../../deploy/local/stack/servers/index.ts';
import { openPki } from '../../../deploy/local/stack/servers/pki.ts';
import { writePrivateFile } from '../../../deploy/local/stack/servers/private-files.ts';
import { renderTokenFile } from '../../../deploy/local/stack/servers/tokens.ts';
import type { Contender } from './contender.ts';
import { ADMIN, CLIENT } from './contender.ts';

/** Our server as it ships: built into one file, objects in files with every commit synced. */
export async function ownContender(dir: string, dist: string, port: number): Promise<Contender> {
  const data = join(dir, 'data');
  const tokenFile = join(dir, 'tokens.csv');
  await writePrivateFile(tokenFile, renderTokenFile([ADMIN, CLIENT]));
  const pki = await openPki(join(dir, 'pki'));
  const pair = await pki.issue('server', { commonName: 'apiserver', hosts: ['127.0.0.1'] });
  const [command = process.execPath, ...flags] = nodeCommand(dist, 'apiserver');
  const args = [
    ...flags,
    `--file-rootpath=${data}`,
    `--port=${port}`,
    `--tls-cert-file=${pair.certFile}`,
    `--tls-private-key-file=${pair.keyFile}`,
    `--token-auth-file=${tokenFile}`,
    // Beside the data it would be made anew with them.
    `--service-account-key-file=${join(dir, 'service-account.key')}`,
  ];
  let running: ManagedProcess | undefined;
  return {
    name: 'durasync apiserver',
    url: `https://127.0.0.1:${port}`,
    ca: pki.authority.cert,
    start: async () => {
      const env = { MALLOC_ARENA_MAX: '2' };
      const logFile = join(dir, 'apiserver.log');
      // The bench asks by itself whether it is ready, more often.
      running = startProcess({ name: 'apiserver', command, args, env, logFile, isReady: async () => true });
    },
    reset: async () => {
      await running?.stop();
      running = undefined;
      await rm(data, { recursive: true, force: true });
    },
    pids: () => (running ? [running.pid] : []),
  };
}
