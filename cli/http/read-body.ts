import type { IncomingMessage } from 'node:http';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';

const LIMIT_BYTES = 64 * 2 ** 20;

/** The whole body as text. @throws CliError when it breaks off or is larger than 64 MiB */
export async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LIMIT_BYTES) throw new Error('it is larger than 64 MiB');
      chunks.push(chunk);
    }
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The body as JSON, believed to be of type T: the API is trusted in shape, not in the text it passes on. */
export async function readJson<T>(response: IncomingMessage): Promise<T> {
  const text = await readText(response);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw unreadable('it is no JSON; is this the address of a Durasync API?');
  }
}

const unreadable = (why: string): CliError =>
  new CliError(`The answer cannot be read: ${why}`, { exitCode: EXIT.unreachable });
