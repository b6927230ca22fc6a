import type { Command } from 'commander';
import type { OutputOptions } from '../commands/common-options.ts';
import type { ListOptions } from '../commands/list-jobs.ts';
import type { RunsOptions } from '../commands/list-runs.ts';
import type { LogOptions } from '../commands/show-log.ts';
import type { Program } from './action.ts';
import { countOption } from './parse-values.ts';
import { ALL_FORMATS, withConnection, withExamples, withOutput } from './shared-options.ts';

/** Adds list, get, runs and logs. */
export function addReadCommands(mirror: Command, program: Program): void {
  addList(mirror, program);
  addGet(mirror, program);
  addRuns(mirror, program);
  addLogs(mirror, program);
}

function addList(mirror: Command, program: Program): void {
  const list = mirror
    .command('list')
    .alias('ls')
    .description('show the mirrors')
    .option('-A, --all-namespaces', 'of all namespaces')
    .option('-w, --watch', 'go on showing them until Ctrl-C');
  withConnection(withOutput(list, ALL_FORMATS));
  withExamples(
    list,
    'durasync mirror list -A --watch',
    'durasync mirror list -o json',
    'durasync mirror start $(durasync mirror list -q)',
  ).action((options: ListOptions) => {
    program.run = async (context) => (await import('../commands/list-jobs.ts')).listJobs(context, options);
  });
}

function addGet(mirror: Command, program: Program): void {
  const get = mirror
    .command('get')
    .description('show one mirror in full: state, what it waits for, last error, figures')
    .argument('<names...>', 'NAME or NAMESPACE/NAME');
  withConnection(withOutput(get, ALL_FORMATS));
  withExamples(get, 'durasync mirror get debian', 'durasync mirror get debian -o yaml').action(
    (names: string[], options: OutputOptions) => {
      program.run = async (context) => (await import('../commands/get-jobs.ts')).getJobs(context, names, options);
    },
  );
}

function addRuns(mirror: Command, program: Program): void {
  const runs = mirror
    .command('runs')
    .description('show the history of a mirror, newest first')
    .argument('<name>', 'NAME or NAMESPACE/NAME')
    .option('--limit <count>', 'most runs to show', countOption(1, 10_000), 20)
    .option('-a, --all', 'also those of earlier mirrors of this name');
  withConnection(withOutput(runs, ALL_FORMATS));
  withExamples(runs, 'durasync mirror runs debian', 'durasync mirror runs debian --limit 100 -o json').action(
    (name: string, options: RunsOptions) => {
      program.run = async (context) => (await import('../commands/list-runs.ts')).listRuns(context, name, options);
    },
  );
}

function addLogs(mirror: Command, program: Program): void {
  const logs = mirror
    .command('logs')
    .alias('log')
    .description('show the log of a run')
    .argument('<name>', 'NAME or NAMESPACE/NAME')
    .option('-f, --follow', 'go on until the run ends')
    .option('--run <number>', 'the run; the newest when left out', countOption(1, 999_999_999))
    .option('--tail <lines>', 'only so many lines from the end', countOption(0));
  withConnection(logs);
  withExamples(logs, 'durasync mirror logs debian --follow', 'durasync mirror logs debian --run 41 --tail 20').action(
    (name: string, options: LogOptions) => {
      program.run = async (context) => (await import('../commands/show-log.ts')).showLog(context, name, options);
    },
  );
}
