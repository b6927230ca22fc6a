import proto, { type temporal } from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
type IHistory = temporal.api.history.v1.IHistory;

/** A workflow's history as it is committed: protobuf as JSON, enums by name, bytes as base64. */
export interface RecordedHistory {
  readonly workflowId: string;
  readonly history: { readonly events: readonly Readonly<Record<string, unknown>>[] };
}

/** For writing a history down. */
export function recordHistory(workflowId: string, history: IHistory): RecordedHistory {
  const plain = History.toObject(History.fromObject(history), { enums: String, longs: String, bytes: String });
  return JSON.parse(JSON.stringify({ workflowId, history: plain }, withoutTraces)) as RecordedHistory;
}

/** Where a history was made is nobody's business, and replay does not look at it. */
function withoutTraces(field: string, value: unknown): unknown {
  if (field === 'stackTrace') return '';
  // `pid@host`: the identity of a worker, and the name of its sticky queue.
  return typeof value === 'string' && /^\d+@/.test(value) ? 'worker' : value;
}

/** The history that was written down. */
export function readHistory(recorded: RecordedHistory): IHistory {
  return History.fromObject(recorded.history);
}
