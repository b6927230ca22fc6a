import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, which come and go between a look and a start. */
const RANGE = [20_000, 32_000] as const;
const TRIES = 200;

/**
 * A TCP port on 127.0.0.1 that nobody listens on at this moment, and that no process which finds its ports here has been
 * given and may be about to listen on.
 */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port as number;
}

/** Several different free ports. */
export function freePorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => findPort()));
}

/** Whether a port on 127.0.0.1 can be listened on. */
export async function isPortFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch {
    return false;
  }
}

type Listener = ReturnType<typeof createServer>;

function listen(where: number | string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    if (typeof where === 'string') server.listen(where, () => resolve(server));
    else server.listen(where, '127.0.0.1', () => resolve(server));
  });
}

async function findPort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(...RANGE);
    if ((await isPortFree(port)) && (await reserve(port))) return port;
  }
  throw new Error(`no free port was found on 127.0.0.1 from ${RANGE[0]} to ${RANGE[1]}`);
}

/**
 * Keeps a port from being given to others of this machine (of this network namespace) until this process ends, by an
 * abstract socket of its name, which nothing outlives. Elsewhere than on Linux there are none, and every port is granted.
 */
async function reserve(port: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    (await listen(`\0durasync-port-${port}`)).unref();
    return true;
  } catch {
    return false;
  }
}

function close(server: Listener): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
