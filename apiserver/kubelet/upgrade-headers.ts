import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** What a node is told of a client's request for another protocol; its credentials are not among it. */
const PASSED = [
  'connection',
  'upgrade',
  'user-agent',
  'x-stream-protocol-version',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
];

/** Of the subprotocols a browser offers one is its token. */
const TOKEN_PROTOCOL = /^base64url\.bearer\.authorization\.k8s\.io\./;

/** Whether a request asks for another protocol. */
export const isUpgrade = ({ connection = '', upgrade }: IncomingHttpHeaders): boolean =>
  upgrade !== undefined && connection.toLowerCase().includes('upgrade');

/** The headers of a request to change the protocol that are passed on to a node. */
export function upgradeHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const entries = PASSED.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, name === 'sec-websocket-protocol' ? withoutToken(String(value)) : value]];
  });
  return Object.fromEntries(entries) as OutgoingHttpHeaders;
}

const withoutToken = (protocols: string): string =>
  protocols
    .split(/\s*,\s*/)
    .filter((name) => !TOKEN_PROTOCOL.test(name))
    .join(', ');
