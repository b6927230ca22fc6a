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

/** `usual`: those people know; `free`: any, so that several stacks can run side by side. */
export type PortPreference = 'usual' | 'free';

export type StackPorts = Record<keyof typeof PREFERRED, number>;

/**
 * The usual ports where they are free, else those of the last start, else free ones. Kept in a file, because kubeconfigs
 * and bookmarks name them. A port that somebody else holds is replaced, only that one, and only while it is held.
 */
export async function stackPorts(file: string, preference: PortPreference = 'usual'): Promise<StackPorts> {
  const known = await readKnown(file);
  const ports = {} as StackPorts;
  for (const name of Object.keys(PREFERRED) as (keyof StackPorts)[]) {
    const wanted = preference === 'usual' ? [PREFERRED[name], known[name]] : [known[name]];
    ports[name] = await firstFree(wanted);
  }
  await writePrivateFile(file, `${JSON.stringify(ports, undefined, 2)}\n`);
  return ports;
}

async function firstFree(wanted: readonly (number | undefined)[]): Promise<number> {
  for (const port of wanted) if (port !== undefined && (await isPortFree(port))) return port;
  return freePort();
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
