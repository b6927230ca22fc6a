import type { WorkerProgress } from '../../activities/worker-http-contract.ts';

/** The worker's figures in Prometheus' text format. */
export function metricsText({ runSeq, attempt, progress }: WorkerProgress): string {
  const gauges: readonly (readonly [name: string, help: string, value: number])[] = [
    ['durasync_sync_running', '1 while an attempt runs.', progress ? 1 : 0],
    ['durasync_sync_run', 'Number of the newest run.', runSeq],
    ['durasync_sync_attempt', 'Attempt of that run.', attempt],
    ['durasync_sync_bytes', 'Bytes fetched by the attempt so far.', progress?.bytes ?? 0],
    ['durasync_sync_rate_bytes_per_second', 'Bytes fetched a second.', progress?.rate ?? 0],
    ['process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()],
  ];
  return gauges
    .map(([name, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`)
    .join('');
}
