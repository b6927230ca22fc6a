/** What a remote command is connected to (kubelet, remotecommand.Options). */
export interface CommandRequest {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
  /** Empty to attach to what runs already. */
  readonly command: readonly string[];
}

/** @throws RangeError with what is wrong */
export function parseCommandRequest(query: URLSearchParams): CommandRequest {
  const has = (name: string): boolean => query.get(name) === '1';
  const request = { stdin: has('input'), stdout: has('output'), stderr: has('error'), tty: has('tty') };
  if (!request.stdin && !request.stdout && !request.stderr) {
    throw new RangeError('you must specify at least 1 of stdin, stdout, stderr');
  }
  return { ...request, command: query.getAll('command') };
}
