import { readFile } from 'node:fs/promises';
import { freePorts, isPortFree } from './free-port.ts';
import { writePrivateFile } from './private-files.ts';

/**
 * Ports nobody but the server itself uses, the same again at every start on the same data: a server finds its own
 * traces there (cluster membership, advertised addresses). New ones when one of them has been taken in the meantime.
 */
export async function rememberedPorts(file: string, count: number): Promise<number[]> {
  const known = await readPorts(file);
  if (known.length === count && (await Promise.all(known.map(isPortFree))).every(Boolean)) return known;
  const ports = await freePorts(count);
  await writePrivateFile(file, JSON.stringify(ports));
  return ports;
}

async function readPorts(file: string): Promise<number[]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(parsed) ? parsed.filter((port) => typeof port === 'number') : [];
  } catch {
    return [];
  }
}
