import { until } from '../../support/until.ts';
import type { Kubectl, Output } from './run-kubectl.ts';
import { runKubectl } from './run-kubectl.ts';
import { normaliseOutput } from './normalise-output.ts';
import type { Command, Script } from './script.ts';

/** What a command did, as it can be compared. */
export type Outcome = { readonly code: Output['code']; readonly stdout: string[]; readonly stderr: string[] };

/** Runs a script's commands one after the other in a namespace of its own. */
export async function runScript(kubectl: Kubectl, { commands }: Script, id: string): Promise<Outcome[]> {
  const ns = `ns-${id}`;
  await runKubectl(kubectl, { args: ['create', 'namespace', ns] });
  const own = { ...kubectl, flags: [...kubectl.flags, '--namespace', ns] };
  const outcomes: Outcome[] = [];
  for (const command of commands) outcomes.push(await outcomeOf(own, fill(command, { ns, id })));
  return outcomes;
}

async function outcomeOf(kubectl: Kubectl, command: Command): Promise<Outcome> {
  let output = await runKubectl(kubectl, command);
  if (command.again && output.code !== 0) {
    await until(`kubectl ${command.args.join(' ')} to succeed`, async () => {
      output = await runKubectl(kubectl, command);
      return output.code === 0;
    });
  }
  const { code, stdout, stderr } = output;
  const told = command.select ? command.select(stdout) : stdout;
  return { code, stdout: normaliseOutput(told), stderr: normaliseOutput(stderr) };
}

type Words = Readonly<Record<string, string>>;

function fill(command: Command, words: Words): Command {
  const { args, stdin, meanwhile } = command;
  const put = (text: string): string =>
    Object.entries(words).reduce((result, [name, word]) => result.replaceAll(`{${name}}`, word), text);
  return {
    ...command,
    args: args.map(put),
    ...(stdin !== undefined && { stdin: put(stdin) }),
    ...(meanwhile && { meanwhile: { ...meanwhile, commands: meanwhile.commands.map((one) => fill(one, words)) } }),
  };
}
