import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine, from /proc. */
export interface ProcessInfo {
  readonly pid: number;
  readonly processGroup: number;
  readonly argv: readonly string[];
}

/** All processes that can be read, without those that have ended but are not reaped. */
export function processes(): ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
}

/** Those whose argv passes the test. */
export const processesWith = (fits: (argv: readonly string[]) => boolean): ProcessInfo[] =>
  processes().filter(({ argv }) => fits(argv));

/** The value of a variable in a process's environment; undefined when it has ended or lacks it. */
export function environmentOf(pid: number, name: string): string | undefined {
  try {
    const entry = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .find((text) => text.startsWith(`${name}=`));
    return entry?.slice(name.length + 1);
  } catch {
    return undefined;
  }
}

/** A process may end between two reads: then it is none. */
function readProcess(pid: number): ProcessInfo[] {
  try {
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    // The name in parentheses may hold anything; the numbers follow the last parenthesis.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [state, , processGroup] = fields;
    return state === 'Z' || argv.length === 0 ? [] : [{ pid, processGroup: Number(processGroup), argv }];
  } catch {
    return [];
  }
}
