import type { CliContext } from '../cli-context.ts';
import type { ConnectionOptions } from '../connection/connection.ts';
import { findConnection } from '../connection/find-connection.ts';
import { createApiClient, type ApiClient } from '../http/api-client.ts';

/** Options of every command that talks to the API. */
export interface CommonOptions extends ConnectionOptions {
  readonly namespace: string;
  readonly quiet?: boolean;
}

export type OutputFormat = 'table' | 'wide' | 'json' | 'yaml' | 'name';

/** Options of a command that shows objects. */
export interface OutputOptions extends CommonOptions {
  readonly output: OutputFormat;
}

/** The API that the options and the context lead to. */
export const connect = (context: CliContext, options: ConnectionOptions): ApiClient =>
  createApiClient(findConnection(options, context));
