import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { ControllerObserver, ReconcileOutcome } from '../controller/controller-observer.ts';

/** How controller-runtime calls an outcome. */
const results: Readonly<Record<ReconcileOutcome, string>> = {
  success: 'success',
  requeue_after: 'requeue_after',
  error: 'error',
  terminal_error: 'error',
  timeout: 'error',
};

const reconcileBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Metrics of reconciles under controller-runtime's names; the answer makes the observer of a named controller. */
export function createControllerMetrics(registry: Registry): (name: string, concurrency: number) => ControllerObserver {
  const labels = ['controller'] as const;
  const registers = [registry];
  const counter = (name: string, help: string): Counter<'controller'> =>
    new Counter({ name: `controller_runtime_${name}`, help, labelNames: labels, registers });
  const gauge = (name: string, help: string): Gauge<'controller'> =>
    new Gauge({ name: `controller_runtime_${name}`, help, labelNames: labels, registers });
  const total = new Counter({
    name: 'controller_runtime_reconcile_total',
    help: 'Reconciles by result',
    labelNames: ['controller', 'result'],
    registers,
  });
  const seconds = new Histogram({
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'Length of reconciles',
    labelNames: labels,
    buckets: reconcileBuckets,
    registers,
  });
  const errors = counter('reconcile_errors_total', 'Reconciles that failed');
  const terminal = counter('terminal_reconcile_errors_total', 'Reconciles that failed for good');
  const timeouts = counter('reconcile_timeouts_total', 'Reconciles that took too long');
  const panics = counter('reconcile_panics_total', 'Reconciles that failed by a defect of the program');
  const active = gauge('active_workers', 'Reconciles under way');
  const limit = gauge('max_concurrent_reconciles', 'Reconciles allowed at a time');

  return (controller, concurrency) => {
    limit.set({ controller }, concurrency);
    for (const result of new Set(Object.values(results))) total.inc({ controller, result }, 0);
    for (const metric of [errors, terminal, timeouts, panics]) metric.inc({ controller }, 0);
    return {
      started: () => active.inc({ controller }),
      finished(end) {
        active.dec({ controller });
        seconds.observe({ controller }, end.seconds);
        total.inc({ controller, result: results[end.outcome] });
        if (results[end.outcome] === 'error') errors.inc({ controller });
        if (end.outcome === 'terminal_error') terminal.inc({ controller });
        if (end.outcome === 'timeout') timeouts.inc({ controller });
        if (end.defect) panics.inc({ controller });
      },
    };
  };
}
