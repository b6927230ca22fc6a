import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManagedProcess } from '../../../deploy/local/stack/servers/managed-process.ts';
import { startProcess } from '../../../deploy/local/stack/servers/managed-process.ts';
import { answersOk } from '../../../deploy/local/stack/servers/http-probe.ts';
import { freePorts } from '../../../deploy/local/stack/servers/index.ts';
import { consoleProgress, resolveKubernetesBinaries } from '../../../deploy/local/toolchain/index.ts';
import { makeTestDir } from './test-dir.ts';

/** An etcd cluster of three members in plain HTTP, with nothing in it. */
export type EtcdCluster = {
  /** Of the members' clients, at 127.0.0.1. */
  readonly ports: readonly number[];
  /** SIGKILL. */
  kill(index: number): Promise<void>;
  /** After `kill`; resolves when the member is of the cluster again. */
  start(index: number): Promise<void>;
  /** SIGSTOP: it keeps its connections and says nothing. */
  pause(index: number): void;
  resume(index: number): void;
  /** Kills all and removes their data. */
  stop(): Promise<void>;
};

const SIZE = 3;
const urlOf = (port: number | undefined): string => `http://127.0.0.1:${port}`;

export async function startEtcdCluster(): Promise<EtcdCluster> {
  const { etcd: binary } = await resolveKubernetesBinaries({ env: process.env, progress: consoleProgress() });
  const dir = await makeTestDir();
  const ports = await freePorts(2 * SIZE);
  const clients = ports.slice(0, SIZE);
  const peers = ports.slice(SIZE);
  const cluster = peers.map((port, index) => `m${index}=${urlOf(port)}`).join(',');
  const launch = (index: number): ManagedProcess =>
    startProcess({
      name: `etcd ${index}`,
      command: binary,
      args: [
        `--name=m${index}`,
        `--data-dir=${join(dir, `m${index}`)}`,
        `--listen-client-urls=${urlOf(clients[index])}`,
        `--advertise-client-urls=${urlOf(clients[index])}`,
        `--listen-peer-urls=${urlOf(peers[index])}`,
        `--initial-advertise-peer-urls=${urlOf(peers[index])}`,
        `--initial-cluster=${cluster}`,
        '--log-level=warn',
        '--unsafe-no-fsync=true',
      ],
      logFile: join(dir, `m${index}.log`),
      isReady: () => answersOk(`${urlOf(clients[index])}/health`),
    });
  const members = clients.map((_, index) => launch(index));
  await Promise.all(members.map(({ ready }) => ready));
  const signal = (index: number, name: NodeJS.Signals): void => void process.kill(members[index]?.pid ?? NaN, name);
  const kill = async (index: number): Promise<void> => {
    signal(index, 'SIGKILL');
    await members[index]?.exited;
  };
  return {
    ports: clients,
    kill,
    start: async (index) => {
      members[index] = launch(index);
      await members[index].ready;
    },
    pause: (index) => signal(index, 'SIGSTOP'),
    resume: (index) => signal(index, 'SIGCONT'),
    stop: async () => {
      await Promise.all(members.map((_, index) => kill(index)));
      await rm(dir, { recursive: true });
    },
  };
}
