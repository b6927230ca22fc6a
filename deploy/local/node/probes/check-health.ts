import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Container, Probe } from '../../controllers/objects/pod.ts';
import { probeTimes } from './probe-state.ts';

/** What a check found out; `message` tells why it failed. */
export interface CheckResult {
  readonly ok: boolean;
  readonly message: string;
}

/** Runs a command as the container would; resolves with its exit code, or rejects when it takes too long. */
export type ExecCheck = (
  command: readonly string[],
  timeoutMs: number,
) => Promise<{ exitCode: number; output: string }>;

export interface CheckTarget {
  readonly container: Container;
  readonly podIP: string;
  readonly exec: ExecCheck;
}

/** Runs a probe once. Never throws: an error is a failed check. */
export async function checkHealth(probe: Probe, target: CheckTarget): Promise<CheckResult> {
  const { timeoutMs } = probeTimes(probe);
  try {
    if (probe.httpGet) return await checkHttp(probe.httpGet, target, timeoutMs);
    if (probe.tcpSocket) return await checkTcp(probe.tcpSocket, target, timeoutMs);
    if (probe.exec) return await checkExec(probe.exec.command ?? [], target, timeoutMs);
    return { ok: true, message: 'no supported check' };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** A port by number or by the name that the container gives it. @throws RangeError for an unknown name */
export function portNumber(port: number | string, container: Container): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  if (named === undefined) throw new RangeError(`container ${container.name} has no port named "${port}"`);
  return named;
}

function checkHttp(
  get: NonNullable<Probe['httpGet']>,
  { container, podIP }: CheckTarget,
  timeoutMs: number,
): Promise<CheckResult> {
  const secure = get.scheme === 'HTTPS';
  const options = {
    host: get.host ?? podIP,
    port: portNumber(get.port, container),
    path: get.path ?? '/',
    headers: {
      'user-agent': 'kube-probe/durasync',
      ...Object.fromEntries((get.httpHeaders ?? []).map(({ name, value }) => [name, value])),
    },
    agent: false,
    // kubelet does not verify a probed container's certificate either.
    ...(secure && { rejectUnauthorized: false }),
    signal: AbortSignal.timeout(timeoutMs),
  };
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(options, (response) => {
      const status = response.statusCode ?? 0;
      response.destroy();
      resolve({ ok: status >= 200 && status < 400, message: `HTTP probe failed with statuscode: ${status}` });
    });
    request.once('error', reject);
    request.end();
  });
}

function checkTcp(
  socket: NonNullable<Probe['tcpSocket']>,
  { container, podIP }: CheckTarget,
  timeoutMs: number,
): Promise<CheckResult> {
  const options = { host: socket.host ?? podIP, port: portNumber(socket.port, container), timeout: timeoutMs };
  return new Promise((resolve) => {
    const connection = connect(options);
    const end = (ok: boolean, message: string): void => {
      connection.destroy();
      resolve({ ok, message });
    };
    connection.once('connect', () => end(true, ''));
    connection.once('timeout', () => end(false, 'connection timed out'));
    connection.once('error', (error) => end(false, error.message));
  });
}

async function checkExec(command: readonly string[], { exec }: CheckTarget, timeoutMs: number): Promise<CheckResult> {
  const { exitCode, output } = await exec(command, timeoutMs);
  return { ok: exitCode === 0, message: `command exited with ${exitCode}: ${output.slice(0, 500)}` };
}
