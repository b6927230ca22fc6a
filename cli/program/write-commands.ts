import type { Command } from 'commander';
import type { CreateOptions } from '../commands/create-jobs.ts';
import type { DeleteOptions } from '../commands/delete-jobs.ts';
import type { Program } from './action.ts';
import { collectOption, durationOption } from './parse-values.ts';
import { withConnection, withExamples, withOutput } from './shared-options.ts';

const DELETE_TIMEOUT_MS = 300_000;

/** Adds create and delete. */
export function addWriteCommands(mirror: Command, program: Program): void {
  addCreate(mirror, program);
  addDelete(mirror, program);
}

function addCreate(mirror: Command, program: Program): void {
  const create = mirror
    .command('create')
    .description('declare a mirror, by options or by manifest')
    .argument('[name]', 'NAME or NAMESPACE/NAME')
    .option('-f, --file <path>', 'YAML or JSON manifests; - is stdin')
    .option('--dry-run', 'check everything, change nothing')
    .optionsGroup('The mirror:')
    .option('--upstream <url>', 'rsync://host/module/path or host::module/path')
    .option('--interval <duration>', 'pause between the end of a run and the next (default 6h)')
    .option('--cron <schedule>', 'wall-clock schedule in place of the interval, "30 2 * * *"')
    .option('--time-zone <zone>', 'IANA time zone of the cron schedule (default UTC)')
    .option('--volume-size <quantity>', 'size of the volume (default 50Gi)')
    .option('--storage-class <name>', "storage class (default the cluster's)")
    .option('--exclude <pattern>', "leave these out, in rsync's filter syntax; repeatable", collectOption)
    .option('--max-delete <count>', 'refuse runs that delete more: a number, a share ("50%") or "unlimited"')
    .option('--bandwidth <quantity>', 'most bytes a second, such as 16Mi')
    .option('--secret <name>', 'Secret with username and password for the upstream')
    .option('--desc <text>', 'one line about the mirror')
    .optionsGroup('Options:');
  withConnection(withOutput(create, ['table', 'json', 'yaml', 'name']));
  withExamples(
    create,
    'durasync mirror create debian --upstream rsync://ftp.example.org/debian/ --volume-size 2Ti',
    'durasync mirror create nightly --upstream rsync://host/module/ --cron "30 2 * * *" --exclude "*.iso"',
    'durasync mirror create -f mirrors.yaml --dry-run',
    'durasync mirror get debian -o json | ssh other durasync mirror create -f -',
  ).action((name: string | undefined, options: CreateOptions) => {
    program.run = async (context) => (await import('../commands/create-jobs.ts')).createJobs(context, name, options);
  });
}

function addDelete(mirror: Command, program: Program): void {
  const remove = mirror
    .command('delete')
    .description('remove a mirror with its volume and all data on it')
    .argument('<names...>', 'NAME or NAMESPACE/NAME')
    .option('-y, --yes', 'do not ask')
    .option('-w, --wait', 'until it is gone')
    .option('--timeout <duration>', 'longest time to wait (default 5m)', durationOption, DELETE_TIMEOUT_MS);
  withConnection(remove);
  withExamples(remove, 'durasync mirror delete debian', 'durasync mirror delete debian --yes --wait').action(
    (names: string[], options: DeleteOptions) => {
      program.run = async (context) => (await import('../commands/delete-jobs.ts')).deleteJobs(context, names, options);
    },
  );
}
