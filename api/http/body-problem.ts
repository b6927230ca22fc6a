import { ProblemError } from './problem.ts';
import type { ProblemType } from './problem.ts';

/** Errors of Express's body reader (`type`) and router (`status`); their messages may quote the body, so ours are used. */
const known: Readonly<Record<string, readonly [ProblemType, string]>> = {
  'entity.parse.failed': ['malformed-request', 'The body is not valid JSON.'],
  'entity.too.large': ['too-large', 'The body is larger than 1 MiB.'],
  'encoding.unsupported': ['unsupported-media-type', 'Send the body without Content-Encoding.'],
  'charset.unsupported': ['unsupported-media-type', 'Send the body as UTF-8.'],
  'request.aborted': ['malformed-request', 'The body ended early.'],
  'request.size.invalid': ['malformed-request', 'The body is not as long as Content-Length says.'],
};

/** The problem that an error of Express tells, or undefined when it is not one of a malformed request. */
export function bodyProblem(error: unknown): ProblemError | undefined {
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  const [problem, detail] = (typeof type === 'string' ? known[type] : undefined) ?? [];
  if (problem && detail) return new ProblemError(problem, { detail, cause: error });
  if (error instanceof URIError || status === 400) {
    return new ProblemError('malformed-request', { detail: 'The address is not encoded correctly.', cause: error });
  }
  return undefined;
}
