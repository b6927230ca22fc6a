import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { core } from '../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { SharedInformers } from '../../../operator/kit/cache/shared-informers.ts';
import type { Pod } from '../controllers/objects/pod.ts';
import type { NodeContext } from './node-context.ts';
import { AddressBook } from './pod/address-book.ts';
import { PodManager } from './pod/pod-manager.ts';
import type { NodeConfig } from './read-config.ts';
import { createEventRecorder } from './registration/event-recorder.ts';
import { runHeartbeat } from './registration/heartbeat.ts';
import { hostCapacity } from './registration/node-object.ts';
import { markStopped, registerNode } from './registration/register-node.ts';
import { startKubeletServer } from './server/kubelet-server.ts';
import { createKubeletView } from './server/kubelet-view.ts';

const HOST_IP = '127.0.0.1';
/** Containers get this long at the node's own end, milliseconds: whoever stops the stack is waiting. */
const STOP_GRACE_MS = 10_000;

export interface NodeDeps {
  readonly config: NodeConfig;
  readonly client: KubernetesClient;
  readonly informers: SharedInformers;
  readonly apiServer: NodeContext['apiServer'];
  readonly log: Logger;
}

/** A running node. */
export interface RunningNode {
  readonly port: number;
  /** Ends all containers and marks the node as stopped. */
  stop(): Promise<void>;
}

/** Starts the process node: kills what an earlier one left, registers, and runs the pods bound to it. The informers must be running. */
export async function startNode(deps: NodeDeps): Promise<RunningNode> {
  const { config, client, informers, log } = deps;
  await mkdir(path.join(config.stateDir, 'pods'), { recursive: true, mode: 0o700 });
  const manager = new PodManager(createContext(deps));
  const server = await startKubeletServer({ ...config.tls, port: config.port, view: createKubeletView(manager), log });
  // Only once the port is taken: while another node process holds it, its containers are no leftovers.
  const killed = await manager.killLeftovers();
  if (killed > 0) log.warn({ killed }, 'ended processes that an earlier node process left behind');
  const registration = { client, name: config.nodeName, hostIP: HOST_IP, port: server.port };
  const node = await registerNode(registration);
  const stopping = new AbortController();
  const heartbeat = runHeartbeat(client, node, log, stopping.signal);
  const unwatch = await watchPods(deps, manager);
  log.info({ node: config.nodeName, port: server.port, pods: informers.of(core.pods).size }, 'node is ready');
  return {
    port: server.port,
    async stop() {
      stopping.abort();
      unwatch();
      await manager.stop(STOP_GRACE_MS);
      await markStopped(registration).catch((error: unknown) => log.warn({ err: error }, 'node not marked as stopped'));
      await Promise.all([server.close(), heartbeat]);
    },
  };
}

function createContext({ config, client, apiServer, log }: NodeDeps): NodeContext {
  const { nodeName, stateDir, images, searchPath, backoff, refreshMs } = config;
  return {
    client,
    log,
    events: createEventRecorder({ client, log, component: 'durasync-local-node', nodeName }),
    nodeName,
    hostIP: HOST_IP,
    stateDir,
    images,
    searchPath,
    capacity: hostCapacity(),
    backoff,
    addresses: new AddressBook(config.podRange),
    apiServer,
    refreshMs,
  };
}

async function watchPods({ config, informers }: NodeDeps, manager: PodManager): Promise<() => void> {
  const pods = informers.of<Pod>(core.pods);
  const mine = (pod: Pod): boolean => pod.spec.nodeName === config.nodeName;
  await informers.waitForSync(AbortSignal.timeout(60_000));
  await manager.removeStrangers(pods.list().filter(mine));
  return pods.onEvent((event) => {
    if (!mine(event.object)) return;
    if (event.type === 'deleted') return manager.vanished(event.object);
    // The same name, another pod: the old one was force-deleted unseen. The informer tells of both.
    manager.apply(event.object);
  });
}
