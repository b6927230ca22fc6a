import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { KubeletClientOptions } from '../../../../apiserver/kubelet/kubelet-client.ts';
import { createAuthority, issueCertificate } from '../../../../deploy/local/stack/servers/certificates.ts';
import type { OwnServer } from '../own-server.ts';

/** A node's server that answers as the test says, to whom its authority knows. */
export type FakeNode = {
  readonly port: number;
  readonly server: Server;
  /** PEM of the authority. */
  readonly authority: string;
  /** What the API server needs to speak to it. */
  readonly client: KubeletClientOptions;
  readonly requests: { readonly method: string; readonly path: string; readonly user: string }[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  stop(): Promise<void>;
};

export async function startFakeNode(): Promise<FakeNode> {
  const authority = await createAuthority('nodes');
  const own = await issueCertificate(authority, { commonName: 'node', hosts: ['127.0.0.1'] });
  const client = await issueCertificate(authority, { commonName: 'apiserver' });
  const server = createServer({ ...own, ca: authority.cert, requestCert: true, rejectUnauthorized: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const node: FakeNode = {
    port: (server.address() as AddressInfo).port,
    server,
    authority: authority.cert,
    client: { ...client, ca: authority.cert },
    requests: [],
    answer: (_request, response) => void response.end(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on('request', (request, response) => {
    const { CN } = (request.socket as TLSSocket).getPeerCertificate().subject;
    node.requests.push({ method: request.method ?? '', path: request.url ?? '', user: String(CN) });
    node.answer(request, response);
  });
  return node;
}

/** A pod `web` on a node that listens on this port. */
export async function placePod(server: OwnServer, port: number): Promise<void> {
  const addresses = [
    { type: 'Hostname', address: 'no-such-host.invalid' },
    { type: 'InternalIP', address: '127.0.0.1' },
  ];
  const status = { addresses, daemonEndpoints: { kubeletEndpoint: { Port: port } } };
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'near' }, status };
  const spec = { nodeName: 'near', containers: [{ name: 'main', image: 'busybox' }] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec };
  await server.request('POST', '/api/v1/nodes', node);
  await server.request('PUT', '/api/v1/nodes/near/status', node);
  const { status: code } = await server.request('POST', '/api/v1/namespaces/default/pods', pod);
  if (code !== 201) throw new Error(`the pod was answered with ${code}`);
}
