import { readFile } from 'node:fs/promises';
import { freePort, isPortFree } from './servers/index.ts';
import { writePrivateFile } from './servers/private-files.ts';

/** The ports of the local stack, all on 127.0.0.1, and which one each would like. */
const PREFERRED = {
  api: 3000,
  kubernetes: 6443,
  temporal: 7233,
  temporalUi: 8233,
  node: 10250,
  upstream: 8873,
  operatorHealth: 9081,
  controlWorkerHealth: 9082,
} as const;

/** Named by Jobs, which go on with the address they were given. */
const KEPT: ReadonlySet<keyof typeof PREFERRED> = new Set(['upstream']);

/** `usual`: those people know; `free`: any, so that several stacks can run side by side. */
export type PortPreference = 'usual' | 'free';

export type StackPorts = Record<keyof typeof PREFERRED, number>;

/** How ports are tried and found. */
export interface PortFinder {
  /** Whether a port on 127.0.0.1 can be listened on. */
  isPortFree(port: number): Promise<boolean>;
  /** Some port that is free at this moment. */
  freePort(): Promise<number>;
}

const TRIES = 100;

/**
 * The usual ports where they are free, else those of the last start, else free ones; no port twice. Kept in a file,
 * because kubeconfigs and bookmarks name them. A port that somebody else holds is replaced, only that one, and only while
 * it is held; the sample upstream's stays what it became, since the sample Jobs name it.
 */
export async function stackPorts(
  file: string,
  preference: PortPreference = 'usual',
  finder: PortFinder = { isPortFree, freePort },
): Promise<StackPorts> {
  const known = await readKnown(file);
  const ports = {} as StackPorts;
  for (const name of Object.keys(PREFERRED) as (keyof StackPorts)[]) {
    const usual = KEPT.has(name) ? [known[name], PREFERRED[name]] : [PREFERRED[name], known[name]];
    const wanted = preference === 'usual' ? usual : [known[name]];
    ports[name] = await choosePort(wanted, new Set(Object.values(ports)), finder);
  }
  await writePrivateFile(file, `${JSON.stringify(ports, undefined, 2)}\n`);
  return ports;
}

async function choosePort(
  wanted: readonly (number | undefined)[],
  taken: ReadonlySet<number>,
  finder: PortFinder,
): Promise<number> {
  for (const port of wanted) {
    if (port !== undefined && !taken.has(port) && (await finder.isPortFree(port))) return port;
  }
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = await finder.freePort();
    if (!taken.has(port)) return port;
  }
  throw new Error('no free port was found on 127.0.0.1');
}

/** Addresses for pods: 127.77.0.0/16, or a small range of its own where the node has not its usual port. */
export function podRange({ node }: StackPorts): string {
  return node === PREFERRED.node ? '127.77.0.0/16' : `127.${128 + (node % 64)}.${(node >> 6) % 256}.0/24`;
}

async function readKnown(file: string): Promise<Partial<StackPorts>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<StackPorts>;
  } catch {
    return {};
  }
}
