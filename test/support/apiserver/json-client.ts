import { Agent, request } from 'node:http';

export type JsonAnswer = { readonly status: number; readonly body: Body };
export type Metadata = {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly managedFields?: readonly ManagedEntry[];
};
/** `namespace/name` */
export const keyOf = ({ namespace, name }: Metadata): string => `${namespace ?? ''}/${name}`;

export type ManagedEntry = { readonly manager: string; readonly fieldsV1: object };
/** An object, a list or a Status. */
export type Body = { readonly metadata: Metadata; readonly items?: readonly Body[]; readonly [field: string]: unknown };

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
};

/** A whole answer was not received, so it is unknown whether the request was carried out. */
export class NoAnswer extends Error {}

const TIMEOUT_MS = 30_000;

/** Sends JSON over plain HTTP, on connections it keeps. */
export class JsonClient {
  readonly url: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.url = url;
  }

  /** @throws NoAnswer */
  send({ method, path, body, contentType = 'application/json' }: Request): Promise<JsonAnswer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'content-type': contentType, 'content-length': String(Buffer.byteLength(text)) };
    return new Promise((resolve, reject) => {
      const lost = (error: Error): void => reject(new NoAnswer(error.message));
      const options = { method, headers, agent: this.#agent, timeout: TIMEOUT_MS };
      const sent = request(this.url + path, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', lost);
        response.on('end', () => {
          if (!response.complete) return lost(new Error('the answer was cut short'));
          const text = Buffer.concat(chunks).toString();
          const isJson = response.headers['content-type']?.includes('json') ?? false;
          resolve({ status: response.statusCode ?? 0, body: (isJson ? JSON.parse(text) : { text }) as Body });
        });
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.on('error', lost);
      sent.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
