import { readdir } from 'node:fs/promises';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

type Reading = { readonly name: string; readonly help: string; readonly read: () => number | Promise<number> };

const startedAt = Date.now() / 1000 - process.uptime();

/** prom-client's own would watch the event loop all the time; these cost nothing until they are read. */
const READINGS: readonly Reading[] = [
  {
    name: 'process_cpu_seconds_total',
    help: 'Processor time of user and system, in seconds.',
    read: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  },
  { name: 'process_resident_memory_bytes', help: 'Resident memory.', read: () => process.memoryUsage.rss() },
  { name: 'process_start_time_seconds', help: 'When the process started, Unix time.', read: () => startedAt },
  { name: 'process_open_fds', help: 'Open files; -1 where that is not known.', read: openFiles },
  {
    name: 'nodejs_heap_size_used_bytes',
    help: "What is used of V8's heap.",
    read: () => process.memoryUsage().heapUsed,
  },
];

/** Gauges of this process, by the names Prometheus' clients give them. */
export function registerProcessMetrics(registry: Registry): void {
  for (const { name, help, read } of READINGS) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
  }
}

/** Linux only. */
async function openFiles(): Promise<number> {
  return readdir('/proc/self/fd').then(
    (names) => names.length,
    () => -1,
  );
}
