import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The process a folder belongs to is in its name, so that a later run can tell what a killed one left behind. */
const NAME = /^durasync-test-(\d+)-/;

/** Makes a folder for one run of the tests, and removes those of runs that are gone. */
export async function makeTestDir(parent: string = tmpdir()): Promise<string> {
  const left = (await readdir(parent)).filter((name) => isLeftBehind(name));
  await Promise.all(left.map((name) => rm(join(parent, name), { recursive: true, force: true })));
  return mkdtemp(join(parent, `durasync-test-${process.pid}-`));
}

function isLeftBehind(name: string): boolean {
  const pid = NAME.exec(name)?.[1];
  return pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
