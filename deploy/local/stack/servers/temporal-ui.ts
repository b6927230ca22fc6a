import { join } from 'node:path';
import { stringify } from 'yaml';
import { answersOk } from './http-probe.ts';
import type { ManagedProcess } from './managed-process.ts';
import { startProcess } from './managed-process.ts';
import { privateDir, writePrivateFile } from './private-files.ts';

export type TemporalUiOptions = {
  readonly binary: string;
  /** Holds the configuration and the log. */
  readonly dataDir: string;
  /** The HTTP port on 127.0.0.1. */
  readonly port: number;
  /** The Temporal frontend, `host:port`. */
  readonly temporalAddress: string;
  /** Default `default`. */
  readonly namespace?: string;
};

export type TemporalUi = ManagedProcess & { readonly url: string };

/** Starts Temporal's web UI on 127.0.0.1. It asks nobody else for news. */
export async function startTemporalUi(options: TemporalUiOptions): Promise<TemporalUi> {
  const dataDir = await privateDir(options.dataDir);
  const url = `http://127.0.0.1:${options.port}`;
  await writePrivateFile(join(dataDir, 'config', 'development.yaml'), renderConfig(options, url));
  const managed = startProcess({
    name: 'temporal-ui',
    command: options.binary,
    args: ['--root', dataDir, '--config', 'config', '--env', 'development', 'start'],
    logFile: join(dataDir, 'temporal-ui.log'),
    isReady: () => answersOk(`${url}/healthz`),
  });
  return { ...managed, url };
}

function renderConfig(options: TemporalUiOptions, url: string): string {
  return stringify({
    temporalGrpcAddress: options.temporalAddress,
    host: '127.0.0.1',
    port: options.port,
    enableUi: true,
    defaultNamespace: options.namespace ?? 'default',
    disableNewsFetch: true,
    notifyOnNewVersion: false,
    cors: { cookieInsecure: true, allowOrigins: [url] },
  });
}
