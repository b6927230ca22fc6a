import { join } from 'node:path';
import type { TemporalBinary } from '../../toolchain/index.ts';
import type { ManagedProcess } from './managed-process.ts';
import { startProcess } from './managed-process.ts';
import { privateDir, writePrivateFile } from './private-files.ts';
import { rememberedPorts } from './remembered-ports.ts';
import type { SearchAttributes } from './search-attributes.ts';
import { defaultSearchAttributes } from './search-attributes.ts';
import type { DynamicSettings } from './temporal-config.ts';
import {
  defaultDynamicSettings,
  INTERNAL_PORTS,
  renderDynamicConfig,
  renderTemporalConfig,
} from './temporal-config.ts';
import { ensureNamespace, temporalAnswers } from './temporal-namespace.ts';

export type TemporalOptions = {
  readonly binary: TemporalBinary;
  /** Holds the database, the configuration and the log; everything survives a kill and a restart on it. */
  readonly dataDir: string;
  /** The gRPC port on 127.0.0.1. */
  readonly port: number;
  /** Only of a binary of kind `cli`, which has the UI inside: its HTTP port. Default: no UI. */
  readonly uiPort?: number;
  /** Default `default`. */
  readonly namespace?: string;
  /** Default: the project's. */
  readonly searchAttributes?: SearchAttributes;
  /** How long closed runs are kept. Days, default 30. */
  readonly retentionDays?: number;
  /** Added to, or in place of, `defaultDynamicSettings`. */
  readonly dynamicSettings?: DynamicSettings;
};

export type Temporal = ManagedProcess & {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  readonly namespace: string;
};

/**
 * Starts a Temporal server with one SQLite file. `ready` includes the namespace and its search attributes.
 * The server has no authentication: whoever may log in to the machine may use it.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const dataDir = await privateDir(options.dataDir);
  const namespace = options.namespace ?? 'default';
  const address = `127.0.0.1:${options.port}`;
  const settings = { ...defaultDynamicSettings, ...options.dynamicSettings };
  const args = options.binary.kind === 'cli' ? cliArgs(options, settings) : await serverArgs(options, settings);
  const managed = startProcess({
    name: 'temporal',
    command: options.binary.path,
    args,
    logFile: join(dataDir, 'temporal.log'),
    isReady: () => temporalAnswers(address),
  });
  const ready = managed.ready.then(() =>
    ensureNamespace({
      address,
      namespace,
      searchAttributes: options.searchAttributes ?? defaultSearchAttributes,
      retentionDays: options.retentionDays ?? 30,
    }),
  );
  ready.catch(() => undefined);
  return { ...managed, ready, address, namespace };
}

function databaseFile(options: TemporalOptions): string {
  return join(options.dataDir, 'temporal.db');
}

async function serverArgs(options: TemporalOptions, settings: DynamicSettings): Promise<string[]> {
  const dynamicConfigFile = join(options.dataDir, 'dynamic-config.yaml');
  const configFile = join(options.dataDir, 'config.yaml');
  const internalPorts = await rememberedPorts(join(options.dataDir, 'ports.json'), INTERNAL_PORTS);
  const input = { databaseFile: databaseFile(options), dynamicConfigFile, port: options.port, internalPorts };
  await writePrivateFile(dynamicConfigFile, renderDynamicConfig(settings));
  await writePrivateFile(configFile, renderTemporalConfig(input));
  return ['--config-file', configFile, '--allow-no-auth', 'start'];
}

/** The flags of `temporal server start-dev`, which has the same server inside. */
export function cliArgs(options: TemporalOptions, settings: DynamicSettings): string[] {
  const dynamic = Object.entries(settings).flatMap(([key, value]) => [
    '--dynamic-config-value',
    `${key}=${JSON.stringify(value)}`,
  ]);
  const bind = ['--ip', '127.0.0.1', '--port', String(options.port)];
  const ui = options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)];
  return [
    'server',
    'start-dev',
    ...bind,
    ...ui,
    '--db-filename',
    databaseFile(options),
    '--log-level',
    'warn',
    ...dynamic,
  ];
}
