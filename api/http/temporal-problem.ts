import {
  isGrpcServiceError,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ProblemError, retryAfter } from './problem.ts';

/** `NOT_FOUND` of gRPC. */
const NOT_FOUND = 5;

/** The problem that an error of the Temporal client tells, or undefined when it is not one. */
export function temporalProblem(error: unknown): ProblemError | undefined {
  if (error instanceof WorkflowUpdateFailedError) {
    const detail = error.cause?.message ?? error.message;
    return new ProblemError('command-refused', { detail, cause: error });
  }
  if (error instanceof WorkflowNotFoundError) {
    return new ProblemError('not-found', { detail: 'There is no such run in the workflow history.', cause: error });
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    const detail = 'The workflow did not answer in time; the command may still be carried out. Repeat it with its id.';
    return new ProblemError('temporal-unavailable', { detail, headers: retryAfter(2), cause: error });
  }
  const code = grpcCode(error);
  if (code === NOT_FOUND) {
    return new ProblemError('not-found', { detail: 'There is no such run in the workflow history.', cause: error });
  }
  if (code === undefined && !(error instanceof ServiceError) && !(error instanceof NamespaceNotFoundError)) {
    return undefined;
  }
  const detail = 'The workflow service does not answer; try again shortly.';
  return new ProblemError('temporal-unavailable', { detail, headers: retryAfter(2), cause: error });
}

function grpcCode(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  if (error instanceof ServiceError && isGrpcServiceError(error.cause)) return error.cause.code;
  return undefined;
}
