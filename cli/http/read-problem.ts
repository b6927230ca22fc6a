import type { IncomingMessage } from 'node:http';
import type { Problem } from '../../api/contract.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readText } from './read-body.ts';

/** A problem document as an error; `retryAfterMs` is set where trying again makes sense. */
export class ProblemError extends CliError {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, exitCode: ExitCode, extra: { hint?: string | undefined; retryAfterMs?: number }) {
    super(problem.detail || problem.title, { exitCode, fields: problem.errors ?? [], hint: extra.hint });
    this.status = problem.status;
    this.retryAfterMs = extra.retryAfterMs;
  }
}

const EXIT_BY_STATUS: Readonly<Record<number, ExitCode>> = {
  400: EXIT.usage,
  401: EXIT.notAuthorised,
  403: EXIT.notAuthorised,
  404: EXIT.notFound,
  409: EXIT.failed,
  413: EXIT.usage,
  422: EXIT.usage,
  502: EXIT.unreachable,
  503: EXIT.unreachable,
  504: EXIT.unreachable,
};

const HINTS: Readonly<Record<number, string>> = {
  401: 'Give a Kubernetes token with --token-file or DURASYNC_TOKEN_FILE.',
  403: 'Ask for the missing right: a Role and RoleBinding on jobs.mirror.durasync.dev.',
  404: 'See what there is: durasync mirror list -A',
};

/** The error that an unsuccessful answer tells; answers of proxies, without a problem document, are told by status. */
export async function readProblem(response: IncomingMessage, server: URL): Promise<ProblemError> {
  const { statusCode: status = 0, headers } = response;
  const text = await readText(response).catch(() => '');
  const problem = parseProblem(text, status) ?? {
    type: 'about:blank',
    title: '',
    status,
    detail: `${server.href} answered ${status} ${response.statusMessage ?? ''}`.trim(),
  };
  const seconds = Number(headers['retry-after']);
  return new ProblemError(problem, EXIT_BY_STATUS[status] ?? EXIT.failed, {
    hint: HINTS[status],
    ...(status === 503 && Number.isFinite(seconds) && { retryAfterMs: Math.min(Math.max(seconds, 0), 10) * 1_000 }),
  });
}

function parseProblem(text: string, status: number): Problem | undefined {
  try {
    const value = JSON.parse(text) as Partial<Problem> | null;
    if (typeof value?.detail !== 'string' && typeof value?.title !== 'string') return undefined;
    const { type = 'about:blank', title = '', detail = '' } = value;
    const errors = Array.isArray(value.errors) ? value.errors : [];
    return { type, title, detail, status, errors };
  } catch {
    return undefined;
  }
}
