/** How a command ended, as clients are told (metav1.Status; apimachinery, util/remotecommand). */
export function exitStatus(exitCode: number): string {
  if (exitCode === 0) return JSON.stringify({ metadata: {}, status: 'Success' });
  return JSON.stringify({
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  });
}

/** That it could not be run. */
export function failedStatus(message: string): string {
  const text = `Internal error occurred: ${message}`;
  const details = { causes: [{ message }] };
  return JSON.stringify({
    metadata: {},
    status: 'Failure',
    message: text,
    reason: 'InternalError',
    details,
    code: 500,
  });
}
