import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from './script.ts';

/** kubectl for one server. */
export type Kubectl = {
  readonly binary: string;
  /** Before all other arguments. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

export type Output = { readonly code: number | string; readonly stdout: string; readonly stderr: string };

/** No command takes this long. */
const TIMEOUT_MS = 20_000;

/**
 * Runs a command to its end, or until it has printed as many lines as it should.
 * @returns its code, or the signal that ended it, and what it printed
 */
export async function runKubectl(kubectl: Kubectl, command: Command): Promise<Output> {
  const { args, stdin = '', editor, meanwhile, lines = Infinity } = command;
  const env = { ...kubectl.env, ...(editor !== undefined && { KUBE_EDITOR: editor }) };
  const child = spawn(kubectl.binary, [...kubectl.flags, ...args], { env, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' });
  // A command that does not read its input may be gone before it is written.
  child.stdin.on('error', () => undefined).end(stdin);
  const printed = { stdout: '', stderr: '' };
  let others: Promise<unknown> | undefined;
  const look = (): void => {
    if (meanwhile && !others && meanwhile.after.test(printed.stdout + printed.stderr)) {
      others = runInTurn(kubectl, meanwhile.commands);
    }
    if (printed.stdout.split('\n').length > lines) child.kill('SIGTERM');
  };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
      look();
    });
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  await (others ?? (meanwhile && runInTurn(kubectl, meanwhile.commands)));
  return { code: code ?? signal ?? -1, ...printed };
}

async function runInTurn(kubectl: Kubectl, commands: readonly Command[]): Promise<void> {
  for (const command of commands) await runKubectl(kubectl, command);
}
