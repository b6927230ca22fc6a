import type { User } from '../rest/dependencies.ts';
import type { ApiResponse } from './api-request.ts';
import type { RequestAttributes } from './request-attributes.ts';

/** How many requests of each kind may be worked on at once. 0: no bound. */
export type InFlightLimits = { readonly readOnly: number; readonly mutating: number };

/** kube-apiserver's. */
export const DEFAULT_IN_FLIGHT_LIMITS: InFlightLimits = { readOnly: 400, mutating: 200 };

/** Administrators get in when nobody else does. */
const EXEMPT_GROUP = 'system:masters';

/** Bounds the requests in flight; those that last are not counted. */
export class InFlightLimit {
  readonly #limits: InFlightLimits;
  readonly #inFlight = { readOnly: 0, mutating: 0 };

  constructor(limits: InFlightLimits) {
    this.#limits = limits;
  }

  /** How many are counted now. */
  get inFlight(): InFlightLimits {
    return this.#inFlight;
  }

  /** @returns the way to say that a request is over; undefined if it has to be refused */
  admit({ isLongRunning, isMutating }: RequestAttributes, user: User): (() => void) | undefined {
    if (isLongRunning) return () => undefined;
    const kind = isMutating ? 'mutating' : 'readOnly';
    const limit = this.#limits[kind];
    const isFull = limit > 0 && this.#inFlight[kind] >= limit;
    if (isFull && !user.groups.includes(EXEMPT_GROUP)) return undefined;
    this.#inFlight[kind] += 1;
    return () => void (this.#inFlight[kind] -= 1);
  }
}

/** What kube-apiserver answers, a plain text. */
export const TOO_MANY_REQUESTS: ApiResponse = {
  status: 429,
  text: 'Too many requests, please try again later.\n',
  contentType: 'text/plain; charset=utf-8',
  headers: { 'Retry-After': '1', 'X-Content-Type-Options': 'nosniff' },
};
