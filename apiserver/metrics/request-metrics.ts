import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { InFlightLimits } from '../http/in-flight-limit.ts';
import type { Kinds } from '../kinds/kinds.ts';
import type { MeasuredRequest, RequestLabels } from './request-labels.ts';
import { labelsOf } from './request-labels.ts';

const LONG_LABELS = ['verb', 'group', 'version', 'resource', 'subresource', 'scope', 'component'];
const LABELS = [...LONG_LABELS, 'dry_run'];
/** Seconds; kube-apiserver's. */
const BUCKETS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** Follows one request. */
export type Measuring = {
  /** @param code of its answer */
  end(code: number): void;
};

type CodeLabels = RequestLabels & { readonly code: number };

/** The labels of one sort of request, made once: they are the larger part of what counting costs. */
type Sort = {
  readonly labels: RequestLabels;
  readonly longLabels: Omit<RequestLabels, 'dry_run'>;
  readonly codes: Map<number, CodeLabels>;
};

/** What is counted of requests, under kube-apiserver's names. */
export class RequestMetrics {
  readonly #kinds: Kinds;
  readonly #total: Counter;
  readonly #seconds: Histogram;
  readonly #longRunning: Gauge;
  readonly #sorts = new Map<string, Sort>();

  constructor(registry: Registry, { kinds, inFlight }: { kinds: Kinds; inFlight: () => InFlightLimits }) {
    const registers = [registry];
    this.#kinds = kinds;
    this.#total = new Counter({
      name: 'apiserver_request_total',
      help: 'Requests by verb, dry run, group, version, resource, scope, component and code of the answer.',
      labelNames: [...LABELS, 'code'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'apiserver_request_duration_seconds',
      help: 'How long requests took, in seconds, until the answer was out.',
      labelNames: LABELS,
      buckets: BUCKETS,
      registers,
    });
    this.#longRunning = new Gauge({
      name: 'apiserver_longrunning_requests',
      help: 'Watches, logs and connections that are open.',
      labelNames: LONG_LABELS,
      registers,
    });
    new Gauge({
      name: 'apiserver_current_inflight_requests',
      help: 'Requests that are worked on and count for the bound on them, by kind.',
      labelNames: ['request_kind'],
      registers,
      collect() {
        this.set({ request_kind: 'readOnly' }, inFlight().readOnly);
        this.set({ request_kind: 'mutating' }, inFlight().mutating);
      },
    });
  }

  begin(request: MeasuredRequest): Measuring {
    const began = performance.now();
    const sort = this.#sortOf(request);
    const { isLongRunning } = request.attributes;
    if (isLongRunning) this.#longRunning.inc(sort.longLabels);
    return {
      end: (code) => {
        if (isLongRunning) this.#longRunning.dec(sort.longLabels);
        this.#total.inc(withCode(sort, code));
        this.#seconds.observe(sort.labels, (performance.now() - began) / 1000);
      },
    };
  }

  #sortOf(request: MeasuredRequest): Sort {
    const labels = labelsOf(request, this.#kinds);
    const key = Object.values(labels).join(' ');
    const known = this.#sorts.get(key);
    if (known) return known;
    const { verb, group, version, resource, subresource, scope, component } = labels;
    const longLabels = { verb, group, version, resource, subresource, scope, component };
    const sort = { labels, longLabels, codes: new Map() };
    this.#sorts.set(key, sort);
    return sort;
  }
}

function withCode({ labels, codes }: Sort, code: number): CodeLabels {
  const known = codes.get(code);
  if (known) return known;
  const made = { ...labels, code };
  codes.set(code, made);
  return made;
}
