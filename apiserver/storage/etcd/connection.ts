import { readFileSync } from 'node:fs';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { credentials } from '@grpc/grpc-js';
import type { KvMethod } from './etcd-member.ts';
import { EtcdMember, isOfConnection, isUnsent } from './etcd-member.ts';
import { MemberChoice } from './member-choice.ts';
import type { RangeRequest, RangeResponse, TxnResponse, WatchStream } from './protocol.ts';

export type EtcdOptions = {
  /** URLs of the members of one cluster, by names or addresses; one is used, another when it fails. */
  readonly servers: readonly string[];
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Put before every key; default `/registry`. */
  readonly prefix?: string;
  /** Of one call; default 10 s. Half as long is waited for a member that answers. */
  readonly timeoutMs?: number;
};

/**
 * What a store asks of etcd. Where a member fails what can be asked again is asked of another; a write that may have
 * been done is not. Every call ends within three times the time-out.
 */
export type EtcdConnection = {
  /** @throws Error with what is wrong with each member, if none answers in time */
  ready(): Promise<unknown>;
  range(request: RangeRequest): Promise<RangeResponse>;
  txn(request: object): Promise<TxnResponse>;
  compact(request: { revision: number }): Promise<unknown>;
  watch(): Promise<WatchStream>;
  close(): void;
};

/** @throws if a certificate cannot be read or a URL cannot be parsed; the connection itself is made when first used */
export function connectEtcd(options: EtcdOptions): EtcdConnection {
  const { timeoutMs = 10_000 } = options;
  const members = options.servers.map((url) => new EtcdMember(url, security(url, options)));
  const choice = new MemberChoice(members, timeoutMs / 2);
  const call = <T>(method: KvMethod, request: object, isRead: boolean): Promise<T> =>
    callAny(choice, isRead, (member) => member.call(method, request, { deadline: Date.now() + timeoutMs }));
  return {
    ready: () => choice.member(),
    range: (request) => call('Range', request, true),
    txn: (request) => call('Txn', request, false),
    compact: (request) => call('Compact', request, false),
    watch: () => openWatch(choice),
    close: () => members.forEach((member) => member.close()),
  };
}

async function callAny<T>(
  choice: MemberChoice<EtcdMember>,
  isRead: boolean,
  call: (member: EtcdMember) => Promise<T>,
): Promise<T> {
  const member = await choice.member();
  try {
    return await call(member);
  } catch (error) {
    if (!isOfConnection(error)) throw error;
    choice.failed(member);
    if (!isRead && !isUnsent(error)) throw error;
    return call(await choice.member());
  }
}

async function openWatch(choice: MemberChoice<EtcdMember>): Promise<WatchStream> {
  const member = await choice.member();
  return member.watch().on('error', (error) => isOfConnection(error) && choice.failed(member));
}

function security(url: string, { caFile, keyFile, certFile }: EtcdOptions): ChannelCredentials {
  if (new URL(url).protocol !== 'https:') return credentials.createInsecure();
  const read = (file: string | undefined): Buffer | null => (file === undefined ? null : readFileSync(file));
  return credentials.createSsl(read(caFile), read(keyFile), read(certFile));
}
