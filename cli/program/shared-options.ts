import { Option, type Command } from 'commander';
import type { OutputFormat } from '../commands/common-options.ts';

/** Adds the options on which API, as whom, and in which namespace. */
export function withConnection(command: Command): Command {
  return command
    .option('-n, --namespace <name>', 'namespace of the mirrors', 'default')
    .option('-q, --quiet', 'say nothing but errors')
    .optionsGroup('Connection:')
    .option('--server <url>', 'address of the API (else DURASYNC_SERVER, else .durasync/cli.json)')
    .option('--token-file <path>', 'file with the token (else DURASYNC_TOKEN, DURASYNC_TOKEN_FILE, .durasync/cli.json)')
    .option('--token <token>', 'the token itself, which ps shows; better --token-file or DURASYNC_TOKEN');
}

/** Adds -o. */
export const withOutput = (command: Command, formats: readonly OutputFormat[]): Command =>
  command.addOption(
    new Option('-o, --output <format>', 'how to show it').choices(formats).default('table' satisfies OutputFormat),
  );

export const ALL_FORMATS: readonly OutputFormat[] = ['table', 'wide', 'json', 'yaml', 'name'];

/** Adds examples to the end of the help. */
export const withExamples = (command: Command, ...examples: readonly string[]): Command =>
  command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
