import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, which come and go between a look and a start. */
const RANGE = [20_000, 32_000] as const;
const TRIES = 200;

/** A TCP port on 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port as number;
}

/** Several different free ports, all held until the last is found, so that none is given twice. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => listenSomewhere()));
  const ports = held.map((server) => portOf(server));
  await Promise.all(held.map(close));
  return ports;
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

function listen(port: number): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function listenSomewhere(): Promise<Listener> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const listener = await listen(randomInt(...RANGE)).catch(() => undefined);
    if (listener) return listener;
  }
  throw new Error(`no free port was found on 127.0.0.1 from ${RANGE[0]} to ${RANGE[1]}`);
}

function portOf(server: Listener): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return address.port;
}

function close(server: Listener): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
