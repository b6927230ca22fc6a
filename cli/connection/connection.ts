/** Where requests go and who sends them. */
export interface Connection {
  readonly server: URL;
  /** Bearer token; undefined sends none. */
  readonly token: string | undefined;
}

/** What was said on the command line about the connection. */
export interface ConnectionOptions {
  readonly server?: string;
  readonly token?: string;
  readonly tokenFile?: string;
}

export const DEFAULT_SERVER = 'http://127.0.0.1:3000';
