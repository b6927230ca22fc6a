import { attachOutput } from '../container/attach-output.ts';
import type { RunningContainer } from '../container/container-runner.ts';
import { execCommand } from '../container/exec-command.ts';
import { servePortForward } from '../streaming/port-forward/serve-port-forward.ts';
import type { CommandRequest } from '../streaming/remote-command/command-request.ts';
import { parseCommandRequest } from '../streaming/remote-command/command-request.ts';
import { serveCommand, type RemoteCommand } from '../streaming/remote-command/serve-command.ts';
import { spdyChannels } from '../streaming/remote-command/spdy-channels.ts';
import { CHANNEL_PROTOCOLS, websocketChannels } from '../streaming/remote-command/websocket-channels.ts';
import { acceptUpgrade, refuse, tunnelOf, type UpgradeRequest } from './stream-upgrade.ts';

/** What streams are connected to; a text says why there is nothing. */
export interface StreamView {
  container(namespace: string, pod: string, container: string): RunningContainer | string;
  address(namespace: string, pod: string): string | undefined;
}

const COMMANDS = { spdy: ['v4.channel.k8s.io'], webSocket: CHANNEL_PROTOCOLS };
const FORWARDS = { spdy: ['portforward.k8s.io'], webSocket: ['SPDY/3.1+portforward.k8s.io'] };

const NO_TERMINAL =
  'the local node has no terminals: its containers are processes of this host; leave out --tty (-t), --stdin (-i) alone works';

/** Answers a request for exec, attach or portForward, and serves the connection until it is over. */
export async function serveStream(upgrade: UpgradeRequest, view: StreamView): Promise<void> {
  const url = new URL(upgrade.request.url ?? '/', 'https://node');
  const [action = '', namespace = '', pod = '', container = ''] = url.pathname
    .slice(1)
    .split('/')
    .map(decodeURIComponent);
  if (action === 'portForward') return forwardPorts(upgrade, pod, view.address(namespace, pod));
  if (action !== 'exec' && action !== 'attach') return refuse(upgrade, 404, 'not found');
  const running = view.container(namespace, pod, container);
  if (typeof running === 'string') return refuse(upgrade, 404, running);
  return runCommand(upgrade, action, { running, query: url.searchParams });
}

async function forwardPorts(upgrade: UpgradeRequest, pod: string, host: string | undefined): Promise<void> {
  if (host === undefined) return refuse(upgrade, 404, `pod "${pod}" is not on this node`);
  const accepted = await acceptUpgrade(upgrade, FORWARDS);
  if (accepted) servePortForward('spdy' in accepted ? accepted.spdy : tunnelOf(accepted.webSocket), { host, pod });
}

type Asked = { readonly running: RunningContainer; readonly query: URLSearchParams };

async function runCommand(upgrade: UpgradeRequest, action: 'exec' | 'attach', asked: Asked): Promise<void> {
  const request = parse(asked.query);
  if (typeof request === 'string') return refuse(upgrade, 400, request);
  if (request.tty) return refuse(upgrade, 501, NO_TERMINAL);
  if (action === 'exec' && request.command.length === 0) return refuse(upgrade, 400, 'you must specify a command');
  const accepted = await acceptUpgrade(upgrade, COMMANDS);
  if (!accepted) return;
  const start = async (): Promise<RemoteCommand> =>
    action === 'exec' ? execCommand(asked.running, request) : attachOutput(asked.running);
  const isSpdy = 'spdy' in accepted;
  await serveCommand(
    isSpdy ? await spdyChannels(accepted.spdy, request) : websocketChannels(accepted.webSocket, request),
    start,
  );
}

function parse(query: URLSearchParams): CommandRequest | string {
  try {
    return parseCommandRequest(query);
  } catch (error) {
    return (error as Error).message;
  }
}
