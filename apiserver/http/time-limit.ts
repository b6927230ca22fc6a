import { badRequest, StatusError } from '../errors/index.ts';
import { goDurationMs, goDurationProblem } from '../object/go-duration.ts';
import type { ApiResponse } from './api-request.ts';
import type { RequestAttributes } from './request-attributes.ts';

/** Some 24.8 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** As near as a timer of Node comes: it goes off at once for more than it can count. */
export const timerMs = (ms: number): number => Math.min(Math.max(ms, 0), LONGEST_TIMER_MS);

type Limited = { readonly query: URLSearchParams; readonly attributes: RequestAttributes };

/** How long a request may take: what it asks for by `timeout`, and no longer than `limitMs`. @throws StatusError 400 */
export function timeLimit({ query, attributes }: Limited, limitMs: number): number {
  const text = attributes.isLongRunning ? '' : (query.get('timeout') ?? '');
  const asked = text === '' ? 0 : goDurationMs(text);
  if (asked === undefined) {
    throw badRequest(`invalid timeout specified in the request URL - ${goDurationProblem(text)}`);
  }
  return timerMs(Math.min(asked > 0 ? asked : limitMs, limitMs));
}

/** A watch has answered when it begins; what it sends later has its own time-out. @throws StatusError 504 */
export async function within(ms: number, work: Promise<ApiResponse>): Promise<ApiResponse> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(timedOut());
      // Nobody reads what comes now.
      void work.then(discard).catch(() => undefined);
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Gives up an answer that is not sent. */
export function discard({ bytes, abandon }: ApiResponse): void {
  bytes?.destroy();
  abandon?.();
}

const timedOut = (): StatusError =>
  new StatusError(504, 'Timeout', 'Timeout: request did not complete within the allotted timeout', {});
