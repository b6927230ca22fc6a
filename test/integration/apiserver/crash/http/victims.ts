import { join } from 'node:path';
import type { Etcd } from '../../../../../deploy/local/stack/servers/index.ts';
import { freePorts, startEtcd } from '../../../../../deploy/local/stack/servers/index.ts';
import { etcdFlags } from '../../../../support/servers/test-etcd.ts';
import type { Victim } from './crash-run.ts';
import { ServerProcess } from '../../../../support/apiserver/server-process.ts';

/** One time in four the server is killed again while it starts. */
const SECOND_KILL = 0.25;
const LONGEST_START_MS = 400;

/** A server on the file backend. @param dir holds everything */
export async function fileVictim(dir: string, random: () => number): Promise<Victim> {
  const [port = 0] = await freePorts(1);
  const flags = ['--backend=file', `--file-rootpath=${join(dir, 'store')}`];
  const server = new ServerProcess(dir, { port, flags });
  return { ...restarts(server, random), kill: () => server.kill('SIGKILL') };
}

export type EtcdVictims = 'server' | 'etcd' | 'both';

/** A server on etcd; either may be what is killed. */
export async function etcdVictim(
  dir: string,
  { random, binary, killed }: { random: () => number; binary: string; killed: EtcdVictims },
): Promise<Victim> {
  const [port = 0, etcdPort = 0] = await freePorts(2);
  const options = { binary, dataDir: join(dir, 'etcd'), port: etcdPort };
  let etcd: Etcd = await startEtcd(options);
  await etcd.ready;
  const server = new ServerProcess(dir, { port, flags: etcdFlags(etcd) });
  const ofServer = restarts(server, random);
  const killEtcd = async (): Promise<void> => {
    process.kill(etcd.pid, 'SIGKILL');
    await etcd.exited;
  };
  const restartEtcd = async (): Promise<void> => {
    etcd = await startEtcd(options);
    await etcd.ready;
  };
  const ways: Readonly<Record<EtcdVictims, Pick<Victim, 'kill' | 'restart'>>> = {
    server: { kill: () => server.kill('SIGKILL'), restart: ofServer.restart },
    etcd: { kill: killEtcd, restart: () => restartEtcd().then(() => server.answers()) },
    both: {
      kill: async () => void (await Promise.all([server.kill('SIGKILL'), killEtcd()])),
      restart: () => restartEtcd().then(ofServer.restart),
    },
  };
  return {
    ...ofServer,
    ...ways[killed],
    stop: async () => {
      await ofServer.stop();
      await etcd.stop();
    },
  };
}

function restarts(server: ServerProcess, random: () => number) {
  const start = async (): Promise<void> => {
    server.spawn();
    await server.ready();
  };
  const restart = async (): Promise<void> => {
    while (random() < SECOND_KILL) {
      server.spawn();
      await server.killAfter(random() * LONGEST_START_MS);
    }
    await start();
  };
  return { url: server.url, start, restart, stop: () => server.kill('SIGTERM') };
}
