/**
 * Kinds of failure of a run. The name is the `type` of the ApplicationFailure, the `errorClass` of the status and the
 * value of the search attribute LastResult.
 */
export const FAILURE_CLASSES = [
  'ConfigInvalid',
  'PathForbidden',
  'UpstreamAuth',
  'RsyncUsage',
  'UpstreamUnreachable',
  'UpstreamBusy',
  'UpstreamProtocol',
  'UpstreamMissing',
  'UpstreamStalled',
  'PartialTransfer',
  'MassDeletion',
  'DiskFull',
  'DataLocked',
  'LocalIo',
  'Killed',
  'WorkerShutdown',
  'TimedOut',
  'WorkerLost',
  'Canceled',
  'Unknown',
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** Failures that another attempt of the same run cannot mend. */
export const NON_RETRYABLE: readonly FailureClass[] = [
  'ConfigInvalid',
  'PathForbidden',
  'UpstreamAuth',
  'UpstreamMissing',
  'RsyncUsage',
  'MassDeletion',
  'Canceled',
];
