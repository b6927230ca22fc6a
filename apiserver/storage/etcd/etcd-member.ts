import type { ChannelCredentials, Client, ServiceError } from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';
import type { RangeRequest, WatchStream } from './protocol.ts';
import { etcdServices } from './protocol.ts';

const CHANNEL = {
  // As kube-apiserver's client: a silent peer is noticed within 30 s + 10 s.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // A member that is there again is found soon.
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2000,
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
};

/** Where no leader is known nothing is promised: such a watch shall end, not be silent. */
const WITH_LEADER = new Metadata();
WITH_LEADER.set('hasleader', 'true');

const PROBE: RangeRequest = { key: Buffer.from('/'), count_only: true };

export type KvMethod = 'Range' | 'Txn' | 'Compact';
type Answer<T> = (error: ServiceError | null, response: T) => void;
type Unary = <T>(request: object, metadata: Metadata, options: { deadline: number }, answer: Answer<T>) => void;
type KvClient = Client & Readonly<Record<KvMethod, Unary>>;
type WatchClient = Client & { readonly Watch: (metadata: Metadata) => WatchStream };

/** The connection to one member of an etcd cluster, made when it is first used. */
export class EtcdMember {
  readonly #url: string;
  readonly #kv: KvClient;
  readonly #watch: WatchClient;

  /** @param url `http://host:port` or https, by name or address */
  constructor(url: string, security: ChannelCredentials) {
    this.#url = url;
    const services = etcdServices();
    const target = `dns:${new URL(url).host}`;
    this.#kv = new services.KV(target, security, CHANNEL) as unknown as KvClient;
    this.#watch = new services.Watch(target, security, CHANNEL) as unknown as WatchClient;
  }

  /** @param deadline in milliseconds since 1970 @param waits for the connection, instead of failing where there is none */
  call<T>(method: KvMethod, request: object, { deadline, waits = false }: CallOptions): Promise<T> {
    return new Promise((resolve, reject) => {
      const answer: Answer<T> = (error, response) => (error ? reject(error) : resolve(response));
      this.#kv[method](request, new Metadata({ waitForReady: waits }), { deadline }, answer);
    });
  }

  /** Resolves when the member answers with the consent of most others. @throws Error with the member and the reason */
  async probe(deadline: number): Promise<void> {
    const ask = (waits: boolean): Promise<unknown> => this.call('Range', PROBE, { deadline, waits });
    const failure = (error: unknown): Error => new Error(`${this.#url}: ${reasonOf(error as ServiceError)}`);
    try {
      await ask(false);
    } catch (error) {
      if (!isOfConnection(error)) throw failure(error);
      // What was wrong first says more than that the time is over.
      await ask(true).catch(() => Promise.reject(failure(error)));
    }
  }

  watch(): WatchStream {
    return this.#watch.Watch(WITH_LEADER);
  }

  close(): void {
    this.#kv.close();
    this.#watch.close();
  }
}

type CallOptions = { readonly deadline: number; readonly waits?: boolean };

const OF_CONNECTION: readonly unknown[] = [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.INTERNAL];

/** Whether another member, or the same later, may do what failed. */
export const isOfConnection = (error: unknown): boolean => OF_CONNECTION.includes((error as ServiceError).code);

/** Whether what failed never left this process; gRPC tells it by its text only. */
export const isUnsent = (error: unknown): boolean =>
  /^(No connection established|Name resolution failed)/.test((error as ServiceError).details);

/** What is wrong, without the frame gRPC puts around it. */
const reasonOf = ({ details }: ServiceError): string =>
  details.replace(/^No connection established\. Last error: (Error: )?/, '').replace(/\. Resolution note: $/, '');
