import { Agent, request } from 'node:https';
import type { Contender } from './contender.ts';
import { CLIENT } from './contender.ts';

/** What is sent. */
export type Call = {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** Default application/json. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const CALL_TIMEOUT_MS = 60_000;

/** Calls one server over connections that are kept; the same code for both, so that its own time falls out. */
export class LoadClient {
  readonly #url: string;
  readonly #ca: string;
  readonly #token: string;
  readonly #agent: Agent;

  constructor({ url, ca }: Contender, token: string = CLIENT.token) {
    this.#url = url;
    this.#ca = ca;
    this.#token = token;
    this.#agent = new Agent({ keepAlive: true, ca });
  }

  /** @returns the body of the answer @throws if it is no success */
  call({ method, path, body, type = 'application/json', headers = {} }: Call): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const options = {
        method,
        agent: this.#agent,
        timeout: CALL_TIMEOUT_MS,
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...headers,
          ...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
        },
      };
      const sent = request(this.#url + path, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const answer = Buffer.concat(chunks);
          if ((response.statusCode ?? 0) < 300) resolve(answer);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${answer.toString().slice(0, 500)}`));
        });
      });
      sent.once('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
      sent.once('error', reject);
      sent.end(body);
    });
  }

  /** The parsed answer. */
  async json<T>(call: Call): Promise<T> {
    return JSON.parse((await this.call(call)).toString()) as T;
  }

  /** Opens a watch on a connection of its own. @returns once it is open, the way to close it */
  watch(path: string, line: (text: string) => void): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.#token}` };
      const sent = request(this.#url + path, { ca: this.#ca, agent: false, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`GET ${path}: ${response.statusCode}`));
        let rest = '';
        response.setEncoding('utf8');
        response.on('error', () => undefined);
        response.on('data', (chunk: string) => {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          for (const text of lines) line(text);
        });
        resolve(() => sent.destroy());
      });
      sent.once('error', reject);
      sent.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Runs a task for every index below `total`, so many at once. @returns tasks a second */
export async function rate(total: number, clients: number, task: (index: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (next < total) await task(next++);
  };
  await Promise.all(Array.from({ length: clients }, work));
  return total / ((performance.now() - startedAt) / 1000);
}
