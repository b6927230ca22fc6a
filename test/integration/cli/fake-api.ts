import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the API was sent. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export type Answer = (response: ServerResponse, request: Received) => void;

/** A server that follows api/contract.ts as far as a test says. */
export interface FakeApi {
  readonly url: string;
  readonly received: Received[];
  /** Answers a route, `GET /api/v1/jobs`; the query does not count. */
  on(route: string, answer: Answer): void;
  readonly close: () => Promise<void>;
}

export const answerJson =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

export const answerProblem = (status: number, detail: string, extra: object = {}): Answer =>
  answerJson({ type: 'about:blank', title: 'T', status, detail, ...extra }, status);

export const sendEvent = (response: ServerResponse, type: string, data: object): void => {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
};

/** Starts one on a free port of 127.0.0.1. */
export async function startFakeApi(): Promise<FakeApi> {
  const routes = new Map<string, Answer>();
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const seen: Received = { method, url, headers, body };
      received.push(seen);
      const answer = routes.get(`${method} ${url.split('?')[0]}`) ?? answerProblem(404, 'There is no such thing.');
      answer(response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    on: (route, answer) => void routes.set(route, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return text === '' ? undefined : JSON.parse(text);
}
