import { Argument, Command, Option } from 'commander';
import { API_SERVER_KINDS, API_SERVER_VARIABLE } from '../../deploy/local/toolchain/api-server-kind.ts';
import { SHELLS, type Shell } from '../completion/scripts.ts';
import type { UpOptions } from '../commands/start-stack.ts';
import { EXIT } from '../exit-codes.ts';
import type { Program } from './action.ts';
import { addCommandVerbs } from './command-verbs.ts';
import { addReadCommands } from './read-commands.ts';
import { withExamples } from './shared-options.ts';
import { addWriteCommands } from './write-commands.ts';

/**
 * The command tree. Parsing leaves the work of the command in `program.run`; nothing but what every command needs is
 * loaded before that.
 */
export function createProgram(program: Program): Command {
  const root = new Command('durasync')
    .description('Mirrors that stay in sync and never forget where they were.')
    .showHelpAfterError('Run the command with --help to see what it takes.')
    .helpCommand(false)
    .exitOverride();
  addUp(root, program);
  const mirror = root.command('mirror').description('declare, run and watch mirrors').helpCommand(false);
  addReadCommands(mirror, program);
  addCommandVerbs(mirror, program);
  addWriteCommands(mirror, program);
  addCompletion(root, program);
  addVersion(root, program);
  return withExamples(
    root,
    'durasync up',
    'durasync mirror create debian --upstream rsync://ftp.example.org/debian/',
    'durasync mirror start debian --wait',
  );
}

function addUp(root: Command, program: Program): void {
  const up = root
    .command('up')
    .description('start everything on this machine, and run until Ctrl-C')
    .option('--state-dir <folder>', 'where all state is kept', '.durasync')
    .option('--no-samples', 'without the sample upstream and mirrors')
    .option('--temporal-address <host:port>', 'use this Temporal server (TEMPORAL_ADDRESS)')
    .option('--kubeconfig <path>', 'use this cluster (KUBECONFIG)')
    .addOption(
      new Option('--api-server <name>', `the Kubernetes API server to start (${API_SERVER_VARIABLE})`).choices(
        API_SERVER_KINDS,
      ),
    );
  withExamples(up, 'durasync up', 'durasync up --state-dir ~/mirrors --no-samples').action((options: UpOptions) => {
    program.run = async () => (await import('../commands/start-stack.ts')).startStack(options, process.env);
  });
}

function addCompletion(root: Command, program: Program): void {
  const completion = root
    .command('completion')
    .description('print a script for completion by Tab')
    .addArgument(new Argument('<shell>').choices(SHELLS));
  withExamples(completion, 'source <(durasync completion bash)', 'durasync completion fish | source').action(
    (shell: Shell) => {
      program.run = async ({ out }) => {
        out.control((await import('../completion/scripts.ts')).COMPLETION_SCRIPTS[shell]);
        return EXIT.ok;
      };
    },
  );
  root
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action((words: string[]) => {
      program.run = async (context) => (await import('../commands/complete.ts')).complete(context, root, words);
    });
}

function addVersion(root: Command, program: Program): void {
  // The option is carried out as the command, see expandVersion.
  root.option('-V, --version', 'print the version');
  root
    .command('version')
    .description('print the version')
    .action(() => {
      program.run = async ({ out }) => {
        const { version } = await import('../version.ts');
        out.line(`durasync ${version} (Node ${process.version})`);
        return EXIT.ok;
      };
    });
}

/** `durasync --version` is `durasync version`. */
export const expandVersion = (args: readonly string[]): readonly string[] =>
  args[0] === '-V' || args[0] === '--version' ? ['version'] : args;
