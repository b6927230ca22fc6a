import type { ClientDuplexStream, ServiceClientConstructor } from '@grpc/grpc-js';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import type { INamespace, IType } from 'protobufjs';

/** The part of etcd's v3 API (api/etcdserverpb/rpc.proto) that a store needs: names, numbers and types of the fields. */
type Field = { type: string; id: number; rule?: 'repeated' };

const field = (type: string, id: number): Field => ({ type, id });
const repeated = (type: string, id: number): Field => ({ type, id, rule: 'repeated' });
const header = field('ResponseHeader', 1);

const MESSAGES: Record<string, IType> = {
  KeyValue: { fields: { key: field('bytes', 1), mod_revision: field('int64', 3), value: field('bytes', 5) } },
  ResponseHeader: { fields: { revision: field('int64', 3) } },
  RangeRequest: {
    fields: {
      key: field('bytes', 1),
      range_end: field('bytes', 2),
      limit: field('int64', 3),
      revision: field('int64', 4),
      count_only: field('bool', 9),
    },
  },
  RangeResponse: { fields: { header, kvs: repeated('KeyValue', 2), more: field('bool', 3), count: field('int64', 4) } },
  PutRequest: { fields: { key: field('bytes', 1), value: field('bytes', 2) } },
  PutResponse: { fields: { header } },
  DeleteRangeRequest: { fields: { key: field('bytes', 1) } },
  DeleteRangeResponse: { fields: { header } },
  Compare: {
    oneofs: { target_union: { oneof: ['mod_revision'] } },
    fields: {
      result: field('int32', 1),
      target: field('int32', 2),
      key: field('bytes', 3),
      mod_revision: field('int64', 6),
    },
  },
  RequestOp: {
    oneofs: { request: { oneof: ['request_range', 'request_put', 'request_delete_range'] } },
    fields: {
      request_range: field('RangeRequest', 1),
      request_put: field('PutRequest', 2),
      request_delete_range: field('DeleteRangeRequest', 3),
    },
  },
  ResponseOp: {
    oneofs: { response: { oneof: ['response_range'] } },
    fields: { response_range: field('RangeResponse', 1) },
  },
  TxnRequest: {
    fields: { compare: repeated('Compare', 1), success: repeated('RequestOp', 2), failure: repeated('RequestOp', 3) },
  },
  TxnResponse: { fields: { header, succeeded: field('bool', 2), responses: repeated('ResponseOp', 3) } },
  CompactionRequest: { fields: { revision: field('int64', 1), physical: field('bool', 2) } },
  CompactionResponse: { fields: { header } },
  WatchRequest: {
    oneofs: { request_union: { oneof: ['create_request', 'progress_request'] } },
    fields: { create_request: field('WatchCreateRequest', 1), progress_request: field('WatchProgressRequest', 3) },
  },
  WatchCreateRequest: {
    fields: {
      key: field('bytes', 1),
      range_end: field('bytes', 2),
      start_revision: field('int64', 3),
      prev_kv: field('bool', 6),
    },
  },
  WatchProgressRequest: { fields: {} },
  WatchResponse: {
    fields: {
      header,
      watch_id: field('int64', 2),
      created: field('bool', 3),
      canceled: field('bool', 4),
      compact_revision: field('int64', 5),
      cancel_reason: field('string', 6),
      events: repeated('Event', 11),
    },
  },
  Event: { fields: { type: field('int32', 1), kv: field('KeyValue', 2), prev_kv: field('KeyValue', 3) } },
};

const SERVICES = {
  KV: {
    methods: {
      Range: { requestType: 'RangeRequest', responseType: 'RangeResponse' },
      Txn: { requestType: 'TxnRequest', responseType: 'TxnResponse' },
      Compact: { requestType: 'CompactionRequest', responseType: 'CompactionResponse' },
    },
  },
  Watch: {
    methods: {
      Watch: {
        requestType: 'WatchRequest',
        requestStream: true,
        responseType: 'WatchResponse',
        responseStream: true,
      },
    },
  },
};

/** int64 as number: revisions stay below 2^53. */
const OPTIONS = { keepCase: true, longs: Number, defaults: true, arrays: true, oneofs: false };

/** Constructors of clients of etcd's services. */
export function etcdServices(): { KV: ServiceClientConstructor; Watch: ServiceClientConstructor } {
  // Its type asks for comments, which nothing reads.
  const root = { nested: { etcdserverpb: { nested: { ...MESSAGES, ...SERVICES } } } } as INamespace;
  const definition = fromJSON(root, OPTIONS);
  return loadPackageDefinition(definition)['etcdserverpb'] as unknown as ReturnType<typeof etcdServices>;
}

export type EtcdKeyValue = { readonly key: Buffer; readonly mod_revision: number; readonly value: Buffer };

export type RangeRequest = {
  readonly key: Buffer;
  readonly range_end?: Buffer;
  readonly limit?: number;
  readonly revision?: number;
  readonly count_only?: boolean;
};

export type RangeResponse = {
  readonly header: { readonly revision: number };
  readonly kvs: readonly EtcdKeyValue[];
  /** Of the whole range, also where `kvs` was limited. */
  readonly count: number;
};

export type TxnResponse = {
  readonly header: { readonly revision: number };
  readonly succeeded: boolean;
  readonly responses: readonly { readonly response_range: RangeResponse | null }[];
};

export type WatchResponse = {
  readonly header: { readonly revision: number };
  readonly created: boolean;
  readonly canceled: boolean;
  readonly compact_revision: number;
  readonly cancel_reason: string;
  readonly events: readonly {
    readonly type: number;
    readonly kv: EtcdKeyValue;
    readonly prev_kv: EtcdKeyValue | null;
  }[];
};

export type WatchStream = ClientDuplexStream<object, WatchResponse>;

/** Event.EventType.DELETE */
export const EVENT_DELETE = 1;
/** Compare.CompareResult.EQUAL and Compare.CompareTarget.MOD */
export const COMPARE_EQUAL = 0;
export const COMPARE_MOD = 2;
