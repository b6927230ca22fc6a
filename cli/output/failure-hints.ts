import type { FailureClass } from '../../workflows/core/failure-class.ts';

/** Null where the message of the failure says it already. */
const HINTS: Readonly<Record<FailureClass, string | null>> = {
  ConfigInvalid: 'Correct the spec: kubectl edit mirror NAME; the next run starts by itself.',
  PathForbidden: 'Correct the path in the spec; it must stay inside of the volume.',
  UpstreamAuth: 'Check the Secret that spec.config.credentials names, and that the upstream lets this address in.',
  RsyncUsage: 'Check spec.config.rsyncOptions.',
  UpstreamUnreachable: 'Check the upstream’s name and the network; the next run is tried by itself.',
  UpstreamBusy: 'The upstream is full; the next run waits longer. --force tries now.',
  UpstreamProtocol: 'Check that the upstream is an rsync server; see the log.',
  UpstreamMissing: 'Check module and path of spec.config.upstream.',
  UpstreamStalled: 'The upstream stopped sending; the next run goes on where this one ended.',
  PartialTransfer: 'See the log for the files; spec.config.successExitCodes: [23, 24] accepts such runs.',
  MassDeletion: null,
  DiskFull: 'Raise spec.volume.size or exclude more.',
  DataLocked: 'Another process works on the same data; the next run waits for it.',
  LocalIo: 'Check the volume and the log.',
  Killed: 'Check the memory limit of the worker (spec.deploy.resources).',
  WorkerShutdown: 'The worker was restarted; the run is done again by itself.',
  TimedOut: 'Raise spec.config.timeout, or look in the log for what took so long.',
  WorkerLost: 'Look at the worker: kubectl get pods -l mirror.durasync.dev/job=NAME',
  Canceled: 'Start it again when you want: durasync mirror start NAME',
  Unknown: 'Look in the log: durasync mirror logs NAME',
};

/** What the user can do about a failure of this class; undefined when there is no more to say. */
export function failureHint(errorClass: string | undefined, name: string): string | undefined {
  if (errorClass === undefined || !Object.hasOwn(HINTS, errorClass)) return undefined;
  return HINTS[errorClass as FailureClass]?.replaceAll('NAME', name);
}
