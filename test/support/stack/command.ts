import { execFile } from 'node:child_process';

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, at most a minute unless told. A failure is a result; a time-out is code 124. */
export function command(
  file: string,
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly cwd?: string; readonly timeoutMs?: number } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      {
        ...(options.cwd !== undefined && { cwd: options.cwd }),
        env: { ...process.env, ...options.env },
        timeout: options.timeoutMs ?? 60_000,
        maxBuffer: 64 * 2 ** 20,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.killed === true ? 124 : (child.exitCode ?? 1);
        resolve({ code, stdout, stderr });
      },
    );
  });
}

/** As `command`, but throws with the command's own words when it fails. Answers stdout. */
export async function succeed(...args: Parameters<typeof command>): Promise<string> {
  const { code, stdout, stderr } = await command(...args);
  if (code !== 0) throw new Error(`${args[0]} ${args[1].join(' ')} ended with ${code}:\n${stderr}\n${stdout}`);
  return stdout;
}
