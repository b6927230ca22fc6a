import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from './run-rsync.ts';
import { SyncFailure } from './sync-failure.ts';

/** rsync reads a password into 512 bytes, with the end of the line and a zero. */
const MOST_BYTES = 510;

/**
 * Reads the upstream's login from the files `username` and `password` of a mounted Secret, so that a changed Secret holds
 * from the next attempt on. One line end at the end of a file, as editors leave it, is not part of the value.
 * @throws SyncFailure ConfigInvalid when a file is missing or empty, or has more than one line
 */
export async function readCredentials(directory: string): Promise<Credentials> {
  return {
    username: await readValue(directory, 'username'),
    password: await readValue(directory, 'password'),
  };
}

async function readValue(directory: string, name: keyof Credentials): Promise<string> {
  const text = await readFile(join(directory, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw invalid(name, 'does not exist');
    throw error;
  });
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw invalid(name, 'is empty');
  if (/[\r\n\0]/.test(value)) throw invalid(name, 'must be a single line of text');
  if (Buffer.byteLength(value) > MOST_BYTES) throw invalid(name, `must not be longer than ${MOST_BYTES} bytes`);
  return value;
}

const invalid = (name: string, why: string): SyncFailure =>
  new SyncFailure(
    'ConfigInvalid',
    `The ${name} in the Secret that spec.config.credentials names (key: ${name}Key) ${why}; ` +
      'the worker sees a corrected Secret after about a minute',
  );
