import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { usageError } from '../cli-error.ts';

const LIMIT_BYTES = 8 * 2 ** 20;

/** The text of a file, or of stdin for `-`. @throws CliError (usage) when it cannot be read or is larger than 8 MiB */
export async function readInput(path: string, from: { readonly cwd: string; readonly stdin: NodeJS.ReadStream }) {
  if (path === '-') return collect(from.stdin, 'stdin');
  try {
    const file = await open(resolve(from.cwd, path));
    return await collect(file.createReadStream(), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usageError(`${path} cannot be read (${code}).`);
  }
}

async function collect(stream: AsyncIterable<Buffer | string>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LIMIT_BYTES) throw usageError(`${name} is larger than 8 MiB.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
