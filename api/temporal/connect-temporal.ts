import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

type RetryOptions = Parameters<typeof makeGrpcRetryInterceptor>[0];
type Status = Parameters<RetryOptions['delayFunction']>[1];

/** `RESOURCE_EXHAUSTED` of gRPC. */
const RESOURCE_EXHAUSTED: Status['code'] = 8;

/** A connection that is made at the first call, so that a process can start while Temporal is away. */
export function connectTemporal(address: string): Connection {
  return Connection.lazy({
    address,
    interceptors: [makeGrpcRetryInterceptor(retryOptions())],
    channelArgs: { 'grpc.max_reconnect_backoff_ms': 5_000 },
  });
}

/**
 * The client's own retries, but not its wait of nearly 2 s where a workflow continues as new at this moment: the server
 * refuses an update then as if it were overloaded, and takes it a few milliseconds later.
 */
export function retryOptions(): RetryOptions {
  const usual = defaultGrpcRetryOptions();
  return {
    ...usual,
    delayFunction: (attempt, status) =>
      isClosing(status) ? Math.min(1_000, 5 * 2 ** attempt) : usual.delayFunction(attempt, status),
  };
}

const isClosing = ({ code, details }: Status): boolean =>
  code === RESOURCE_EXHAUSTED && /workflow is closing/i.test(details);
