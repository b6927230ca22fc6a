import { readFileSync } from 'node:fs';
import type { ChannelCredentials, ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { credentials } from '@grpc/grpc-js';
import type { RangeRequest, RangeResponse, TxnResponse, WatchResponse } from './protocol.ts';
import { etcdServices } from './protocol.ts';

export type EtcdOptions = {
  /** URLs of the members of one cluster, all http or all https. */
  readonly servers: readonly string[];
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Put before every key; default `/registry`. */
  readonly prefix?: string;
  /** Of one call, default 10 s. */
  readonly timeoutMs?: number;
};

export type WatchStream = ClientDuplexStream<object, WatchResponse>;

/** What a store asks of etcd. Every call ends within the time-out. */
export type EtcdConnection = {
  range(request: RangeRequest): Promise<RangeResponse>;
  txn(request: object): Promise<TxnResponse>;
  compact(request: { revision: number }): Promise<unknown>;
  watch(): WatchStream;
  close(): void;
};

const CHANNEL = {
  // As kube-apiserver's client: a silent peer is noticed within 30 s + 10 s.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
};

/** @throws if a certificate cannot be read or a URL cannot be parsed; the connection itself is made when first used */
export function connectEtcd(options: EtcdOptions): EtcdConnection {
  const urls = options.servers.map((server) => new URL(server));
  const first = urls[0];
  if (!first) throw new Error('no etcd server is given');
  // One address list for one channel; etcd's names resolve through the ipv4 scheme only as literal addresses.
  const target = urls.length === 1 ? first.host : `ipv4:${urls.map((url) => url.host).join(',')}`;
  const security = first.protocol === 'https:' ? tls(options) : credentials.createInsecure();
  const services = etcdServices();
  const kv = new services.KV(target, security, CHANNEL);
  const watch = new services.Watch(target, security, CHANNEL);
  const timeoutMs = options.timeoutMs ?? 10_000;
  const call = <T>(method: string, request: object): Promise<T> =>
    new Promise((resolve, reject) => {
      const answer = (error: ServiceError | null, response: T): void => (error ? reject(error) : resolve(response));
      const unary = kv[method] as (...args: unknown[]) => void;
      unary.call(kv, request, { deadline: Date.now() + timeoutMs }, answer);
    });
  return {
    range: (request) => call('Range', request),
    txn: (request) => call('Txn', request),
    compact: (request) => call('Compact', request),
    watch: () => (watch['Watch'] as () => WatchStream).call(watch),
    close: () => [kv, watch].forEach((client) => client.close()),
  };
}

function tls(options: EtcdOptions): ChannelCredentials {
  const read = (file: string | undefined): Buffer | null => (file === undefined ? null : readFileSync(file));
  return credentials.createSsl(read(options.caFile), read(options.keyFile), read(options.certFile));
}
