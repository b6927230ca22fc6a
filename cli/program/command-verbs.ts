import type { Command } from 'commander';
import type { CommandVerb } from '../../workflows/messages.ts';
import { commandJobs } from '../commands/command-jobs.ts';
import type { CommandOptions } from '../commands/command-request.ts';
import type { Program } from './action.ts';
import { durationOption } from './parse-values.ts';
import { withConnection, withExamples, withOutput } from './shared-options.ts';

interface VerbHelp {
  readonly verb: CommandVerb;
  readonly does: string;
  readonly examples: readonly string[];
  /** The command begins a run that can be waited for. */
  readonly starts?: boolean;
}

const VERBS: readonly VerbHelp[] = [
  {
    verb: 'start',
    does: 'run now',
    starts: true,
    examples: [
      'durasync mirror start debian',
      'durasync mirror start debian ubuntu --wait --timeout 2h',
      'durasync mirror start debian --allow-delete --wait   # after the mass-deletion guard',
    ],
  },
  {
    verb: 'restart',
    does: 'end the run under way and start anew',
    starts: true,
    examples: ['durasync mirror restart debian --wait'],
  },
  { verb: 'stop', does: 'end the run under way; the schedule goes on', examples: ['durasync mirror stop debian'] },
  {
    verb: 'pause',
    does: 'no scheduled runs until resume; a run under way goes on',
    examples: ['durasync mirror pause debian'],
  },
  { verb: 'resume', does: 'let the schedule go on', examples: ['durasync mirror resume debian'] },
  { verb: 'enable', does: 'allow runs again', examples: ['durasync mirror enable debian'] },
  {
    verb: 'disable',
    does: 'no runs at all until enable; a run under way is ended',
    examples: ['durasync mirror disable debian'],
  },
  {
    verb: 'reload',
    does: 'plan the next run again by the spec as it is now',
    examples: ['durasync mirror reload debian'],
  },
];

/** Adds start, stop, restart, pause, resume, enable, disable and reload. */
export function addCommandVerbs(mirror: Command, program: Program): void {
  for (const { verb, does, starts, examples } of VERBS) {
    const command = mirror.command(verb).description(does).argument('<names...>', 'NAME or NAMESPACE/NAME');
    if (starts) addStartOptions(command);
    withConnection(withOutput(command, ['table', 'json', 'yaml']));
    withExamples(command, ...examples).action((names: string[], options: CommandOptions) => {
      program.run = (context) => commandJobs(context, verb, names, options);
    });
  }
}

function addStartOptions(command: Command): void {
  command
    .option('-w, --wait', 'show the run until it ends; Ctrl-C leaves it alone')
    .option('--timeout <duration>', 'longest time to wait, such as 90s or 2h', durationOption)
    .option('-f, --force', 'start even when paused or backing off')
    .option('--allow-delete', 'let this run delete more than maxDelete');
}
