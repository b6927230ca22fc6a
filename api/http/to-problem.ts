import { isTransient, KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import { bodyProblem } from './body-problem.ts';
import { kubernetesProblem } from './kubernetes-problem.ts';
import { ProblemError, retryAfter } from './problem.ts';
import { temporalProblem } from './temporal-problem.ts';

/** Any thrown value as the problem the client is told; what is not known is `internal` and says nothing of its cause. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof KubernetesError) return kubernetesProblem(error);
  return temporalProblem(error) ?? bodyProblem(error) ?? unforeseen(error);
}

function unforeseen(error: unknown): ProblemError {
  if (isTransient(error)) {
    const detail = 'The cluster does not answer; try again shortly.';
    return new ProblemError('cluster-unavailable', { detail, headers: retryAfter(2), cause: error });
  }
  const detail = 'An unforeseen error; the log of the API tells more under this request id.';
  return new ProblemError('internal', { detail, cause: error });
}
