import type { ServiceError } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { keyAfter, prefixEnd } from '../key-range.ts';
import type { ListPage, ListQuery, Store, StoredRecord, StoreWatch, WatchQuery, WatchSink } from '../store.ts';
import { CompactedError, FutureRevisionError, KeyExistsError, RevisionMismatchError } from '../store.ts';
import type { EtcdConnection, EtcdOptions } from './connection.ts';
import { connectEtcd } from './connection.ts';
import type { EtcdKeyValue, RangeResponse, TxnResponse } from './protocol.ts';
import { COMPARE_EQUAL, COMPARE_MOD } from './protocol.ts';
import { EtcdWatch } from './etcd-watch.ts';

/** A store in a cluster of etcd 3.5 or newer; its revision is etcd's own. */
export class EtcdStore implements Store {
  readonly #etcd: EtcdConnection;
  readonly #prefix: string;
  readonly #watches = new Set<EtcdWatch>();

  constructor(options: EtcdOptions) {
    this.#etcd = connectEtcd(options);
    this.#prefix = options.prefix ?? '/registry';
  }

  /** Resolves when etcd answers. @throws Error with what is wrong with each member, if none does in time */
  async ready(): Promise<void> {
    await this.#etcd.ready();
  }

  async get(key: string): Promise<StoredRecord | undefined> {
    const { kvs } = await this.#etcd.range({ key: this.#bytes(key) });
    return kvs[0] && this.#record(kvs[0]);
  }

  async list(query: ListQuery): Promise<ListPage> {
    const response = await this.#range(query);
    const records = response.kvs.map((kv) => this.#record(kv));
    const revision = query.revision ?? response.header.revision;
    return { records, revision, remaining: response.count - records.length };
  }

  async create(key: string, value: string): Promise<StoredRecord> {
    const put = { request_put: { key: this.#bytes(key), value: Buffer.from(value) } };
    const response = await this.#txn(key, 0, put);
    if (!response.succeeded) throw new KeyExistsError(key);
    return { key, value, revision: response.header.revision };
  }

  async update(key: string, value: string, expected: number): Promise<StoredRecord> {
    const put = { request_put: { key: this.#bytes(key), value: Buffer.from(value) } };
    const response = await this.#replace(key, expected, put);
    return { key, value, revision: response.header.revision };
  }

  async delete(key: string, expected: number): Promise<number> {
    const response = await this.#replace(key, expected, { request_delete_range: { key: this.#bytes(key) } });
    return response.header.revision;
  }

  watch(query: WatchQuery, sink: WatchSink): StoreWatch {
    const range = { key: this.#bytes(query.prefix), range_end: this.#bytes(prefixEnd(query.prefix)) };
    const watch = new EtcdWatch({
      open: () => this.#etcd.watch(),
      revision: () => this.revision(),
      range,
      afterRevision: query.afterRevision,
      toRecord: (kv) => this.#record(kv),
      sink,
      ended: () => this.#watches.delete(watch),
    });
    this.#watches.add(watch);
    return watch;
  }

  async revision(): Promise<number> {
    const response = await this.#etcd.range({ key: this.#bytes('/'), count_only: true });
    return response.header.revision;
  }

  async compact(revision: number): Promise<void> {
    try {
      await this.#etcd.compact({ revision });
    } catch (error) {
      throw translate(error, revision);
    }
  }

  async close(): Promise<void> {
    this.#watches.forEach((watch) => watch.close());
    this.#etcd.close();
  }

  async #range(query: ListQuery): Promise<RangeResponse> {
    const from = query.after === undefined ? query.prefix : keyAfter(query.after);
    try {
      return await this.#etcd.range({
        key: this.#bytes(from),
        range_end: this.#bytes(prefixEnd(query.prefix)),
        limit: query.limit ?? 0,
        revision: query.revision ?? 0,
      });
    } catch (error) {
      throw translate(error, query.revision ?? 0);
    }
  }

  async #replace(key: string, expected: number, operation: object): Promise<TxnResponse> {
    const response = expected > 0 ? await this.#txn(key, expected, operation) : undefined;
    if (response?.succeeded) return response;
    const current = response ? response.responses[0]?.response_range?.kvs[0] : undefined;
    throw new RevisionMismatchError(key, current && this.#record(current));
  }

  /** Does the operation if the key's revision is the expected one (0: there is no such key), else reads the key. */
  #txn(key: string, expected: number, operation: object): Promise<TxnResponse> {
    const bytes = this.#bytes(key);
    return this.#etcd.txn({
      compare: [{ result: COMPARE_EQUAL, target: COMPARE_MOD, key: bytes, mod_revision: expected }],
      success: [operation],
      failure: [{ request_range: { key: bytes } }],
    });
  }

  #bytes(key: string): Buffer {
    return Buffer.from(this.#prefix + key);
  }

  #record(kv: EtcdKeyValue): StoredRecord {
    return {
      key: kv.key.toString().slice(this.#prefix.length),
      value: kv.value.toString(),
      revision: kv.mod_revision,
    };
  }
}

/** etcd tells these two apart by their texts only (api/v3rpc/rpctypes/error.go). */
function translate(error: unknown, revision: number): unknown {
  if ((error as ServiceError).code !== status.OUT_OF_RANGE) return error;
  const { details } = error as ServiceError;
  if (details.includes('has been compacted')) return new CompactedError(revision + 1);
  return details.includes('is a future revision') ? new FutureRevisionError(revision, 0) : error;
}
