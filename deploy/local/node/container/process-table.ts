import { readdir, readFile } from 'node:fs/promises';

/** Variable that every process of a container inherits; its value is a random number nobody else has. */
export const CONTAINER_ID_VARIABLE = 'DURASYNC_CONTAINER_ID';

/**
 * Mark of one more command in a container: of its own, so that ending it never ends the container, whose end still is the
 * end of the command. @param name without `-`
 */
export const commandMark = (containerId: string, name: string): string => `${containerId}-${name}`;

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since the machine started, field 22 of /proc/<pid>/stat. */
  readonly startTime: string;
}

interface Stat {
  readonly state: string;
  readonly session: number;
  readonly startTime: string;
}

async function stat(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name in parentheses may hold anything, so count from its end.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  return { state: fields[0] ?? '', session: Number(fields[3]), startTime: fields[19] ?? '' };
}

/** The identity of a running process; undefined when it is gone. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const found = await stat(pid);
  return found && { pid, startTime: found.startTime };
}

async function isMarked(pid: number, ids: ReadonlySet<string>): Promise<boolean> {
  const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  const entry = environ.split('\0').find((text) => text.startsWith(`${CONTAINER_ID_VARIABLE}=`));
  const mark = entry?.slice(CONTAINER_ID_VARIABLE.length + 1);
  return mark !== undefined && (ids.has(mark) || ids.has(mark.split('-', 1)[0] ?? ''));
}

/** Which processes belong to containers: by the mark they inherited, or by the session of a leader that is still the same. */
export interface ContainerProcesses {
  readonly ids: ReadonlySet<string>;
  readonly leaders: readonly ProcessIdentity[];
}

/** Numbers of all living processes of the containers, whatever session or group they moved to. */
export async function findProcesses({ ids, leaders }: ContainerProcesses): Promise<number[]> {
  const sessions = new Set<number>();
  for (const leader of leaders) {
    if ((await identify(leader.pid))?.startTime === leader.startTime) sessions.add(leader.pid);
  }
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const found: number[] = [];
  for (const pid of pids) {
    const facts = await stat(pid);
    if (!facts || facts.state === 'Z') continue;
    if (sessions.has(facts.session) || (await isMarked(pid, ids))) found.push(pid);
  }
  return found;
}

/** Sends SIGKILL to every process of the containers until none is left. @returns how many were killed */
export async function killAll(containers: ContainerProcesses): Promise<number> {
  const killed = new Set<number>();
  // A process may fork between the look and the kill; each round leaves fewer that can.
  for (let round = 0; round < 20; round++) {
    const pids = await findProcesses(containers);
    if (pids.length === 0) break;
    for (const pid of pids) {
      sendSignal(pid, 'SIGKILL');
      killed.add(pid);
    }
    await new Promise((resolve) => setTimeout(resolve, 10 * round));
  }
  return killed.size;
}

/** Signals a process, or a group when negative; one that is gone, or that took another user's rights, is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
