type Address = { readonly host: string; readonly port: number };

/** What failed when a server was to listen, with the flag to change; other errors as they are. */
export function listenFailure(error: unknown, { host, port }: Address): unknown {
  const text = LISTEN_FAILURES[(error as NodeJS.ErrnoException).code ?? '']?.(`${host}:${port}`, host);
  return text ? new Error(text, { cause: error }) : error;
}

const LISTEN_FAILURES: Readonly<Record<string, (address: string, host: string) => string>> = {
  EADDRINUSE: (address) => `--port: ${address} is in use: stop what listens there, or give another port`,
  EACCES: (address) => `--port: not allowed to listen on ${address}: give a port above 1023`,
  EADDRNOTAVAIL: (_address, host) => `--bind-address: this machine has no address ${host}`,
  ENOTFOUND: (_address, host) => `--bind-address: ${host} is neither an address nor a name of one`,
};

/** Does work for a flag. @throws Error that names the flag */
export function forFlag<T>(flag: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw flagFailure(flag, error);
  }
}

export const flagFailure = (flag: string, error: unknown): Error =>
  new Error(`${flag}: ${(error as Error).message}`, { cause: error });
