import { join, resolve } from 'node:path';
import { FileStore } from '../../../apiserver/storage/index.ts';
import { buildApart } from '../../../deploy/local/stack/build-apart.ts';
import { nodeCommand } from '../../../deploy/local/stack/node-process.ts';
import {
  freePort,
  OBJECTS_FOLDER,
  startApiserver,
  startEtcd,
  startKubeApiserver,
  type LocalApiserver,
  type Pki,
} from '../../../deploy/local/stack/servers/index.ts';
import {
  consoleProgress,
  DEFAULT_API_SERVER,
  readApiServerKind,
  resolveKubernetesBinaries,
  type ApiServerKind,
} from '../../../deploy/local/toolchain/index.ts';
import { compactEtcd } from './compact-etcd.ts';

/** A Kubernetes API server of a test's own, with nobody's data in it. */
export type TestApiserver = {
  /** Group system:masters. */
  readonly kubeconfig: string;
  readonly port: number;
  readonly pki: Pki;
  readonly controllersInside: LocalApiserver['controllersInside'];
  /** SIGKILL. */
  kill(): Promise<void>;
  /** After `kill`: with the same data, on the same port. */
  start(): Promise<void>;
  /** Between `kill` and `start`: forgets all versions of objects but the present one. */
  compact(): Promise<void>;
  stop(): Promise<void>;
};

export type TestApiserverOptions = {
  readonly dir: string;
  /** The one to start; default: what `DURASYNC_API_SERVER` says, else the stack's default. */
  readonly kind?: ApiServerKind;
  /** Whether the test runs what stands in for controller-manager; see KubeApiserverOptions.disabledAdmission. */
  readonly hasControllers?: boolean;
};

const ROOT = resolve(import.meta.dirname, '../../..');

/** Starts an API server on a free port. Never a cluster of the user's: tests must not touch one. */
export async function startTestApiserver(options: TestApiserverOptions): Promise<TestApiserver> {
  const kind = options.kind ?? readApiServerKind(process.env) ?? DEFAULT_API_SERVER;
  return kind === 'durasync' ? startOwn(options) : startOriginal(options);
}

type Backend = {
  readonly port: number;
  launch(): Promise<LocalApiserver>;
  compact(): Promise<void>;
  stop(): Promise<void>;
};

async function startOwn({ dir, hasControllers = false }: TestApiserverOptions): Promise<TestApiserver> {
  await buildApart(ROOT);
  const dataDir = join(dir, 'kubernetes');
  const port = await freePort();
  return withRestarts({
    port,
    launch: () =>
      startApiserver({ dataDir, port, hasControllers, command: nodeCommand(join(ROOT, 'dist'), 'apiserver') }),
    compact: async () => {
      const store = new FileStore(join(dataDir, OBJECTS_FOLDER));
      await store.compact(await store.revision());
      await store.close();
    },
    stop: async () => undefined,
  });
}

async function startOriginal({ dir, hasControllers = false }: TestApiserverOptions): Promise<TestApiserver> {
  const binaries = await resolveKubernetesBinaries({ env: process.env, progress: consoleProgress() });
  // A killed etcd loses nothing without fsync; only a loss of power would, and no test survives that anyway.
  const etcd = await startEtcd({ binary: binaries.etcd, dataDir: join(dir, 'etcd'), fsync: false });
  await etcd.ready;
  const port = await freePort();
  const files = { dataDir: join(dir, 'kubernetes'), port, ...(hasControllers && { disabledAdmission: [] }) };
  return withRestarts({
    port,
    launch: () => startKubeApiserver({ ...files, binary: binaries.apiserver, etcd }),
    compact: () => compactEtcd(etcd),
    stop: () => etcd.stop(),
  });
}

async function withRestarts(backend: Backend): Promise<TestApiserver> {
  const launch = async (): Promise<LocalApiserver> => {
    const server = await backend.launch();
    try {
      await server.ready;
      return server;
    } catch (error) {
      await server.stop();
      await backend.stop();
      throw error;
    }
  };
  let server = await launch();
  const { kubeconfig, pki, controllersInside } = server;
  return {
    kubeconfig,
    pki,
    port: backend.port,
    controllersInside,
    async kill() {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
    async start() {
      server = await launch();
    },
    compact: () => backend.compact(),
    async stop() {
      await server.stop();
      // etcd comes last: an API server without it waits for it before it ends.
      await backend.stop();
    },
  };
}
