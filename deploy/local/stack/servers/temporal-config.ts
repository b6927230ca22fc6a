import { stringify } from 'yaml';

/** What a local Temporal server's configuration depends on. */
export type TemporalConfigInput = {
  readonly databaseFile: string;
  readonly dynamicConfigFile: string;
  /** The gRPC port clients use. */
  readonly port: number;
  /** Seven ports of its own: membership of the frontend, then gRPC and membership of history, matching and worker. */
  readonly internalPorts: readonly number[];
};

/** How many `internalPorts` there must be. */
export const INTERNAL_PORTS = 7;

/** The server's configuration: all four services on 127.0.0.1, one shard, one SQLite file. */
export function renderTemporalConfig(input: TemporalConfigInput): string {
  const [frontend, history, historyRing, matching, matchingRing, worker, workerRing] = input.internalPorts;
  const rpc = (grpcPort: number | undefined, membershipPort: number | undefined) => ({
    rpc: { grpcPort, membershipPort, bindOnLocalHost: true },
  });
  const address = `127.0.0.1:${input.port}`;
  return stringify({
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'sqlite',
      visibilityStore: 'sqlite',
      numHistoryShards: 1,
      datastores: { sqlite: { sql: sqlite(input.databaseFile) } },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: rpc(input.port, frontend),
      history: rpc(history, historyRing),
      matching: rpc(matching, matchingRing),
      worker: rpc(worker, workerRing),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: address },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: input.dynamicConfigFile, pollInterval: '60s' },
  });
}

/** `synchronous: 2` is SQLite's FULL: a commit is on the disk before it is answered. */
function sqlite(databaseFile: string): object {
  return {
    pluginName: 'sqlite',
    databaseName: databaseFile,
    connectAddr: 'localhost',
    connectProtocol: 'tcp',
    connectAttributes: { cache: 'private', setup: 'true', journal_mode: 'wal', synchronous: '2' },
    maxConns: 1,
    maxIdleConns: 1,
    maxConnLifetime: '1h',
  };
}

/** A setting of Temporal's dynamic configuration. */
export type DynamicSettings = Readonly<Record<string, string | number | boolean>>;

/**
 * A shard's queues are polled 20 times a second by default, so that every step of a chain of workflows costs 50 ms;
 * polled without that limit the same chain takes a fifth of the time. New search attributes count at once.
 */
export const defaultDynamicSettings: DynamicSettings = {
  'history.transferProcessorMaxPollRPS': 2000,
  'history.timerProcessorMaxPollRPS': 2000,
  'history.visibilityProcessorMaxPollRPS': 2000,
  'history.outboundProcessorMaxPollRPS': 2000,
  'system.forceSearchAttributesCacheRefreshOnRead': true,
  // One process needs no partitions, between which tasks and pollers would have to find each other.
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

/** Temporal's dynamic configuration file: every setting without constraints. */
export function renderDynamicConfig(settings: DynamicSettings): string {
  return stringify(
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, [{ value, constraints: {} }]])),
  );
}
