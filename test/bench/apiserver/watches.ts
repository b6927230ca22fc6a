import { quantile } from '../statistics.ts';
import type { Duel, Figure } from './duel.ts';
import { compare } from './duel.ts';
import type { LoadClient } from './load-client.ts';
import { CONFIG_MAPS, configMap } from './objects.ts';

const WRITES = 50;
const EVENT_TIMEOUT_MS = 10_000;
const NAME = 'watched';
const WATCHERS = [1, 100];

/** Milliseconds from the sending of a write to its event at each watcher, one write at a time. */
export async function benchWatches(duel: Duel, rounds: number): Promise<Figure[]> {
  for (const { client } of duel) {
    await client.call({ method: 'POST', path: CONFIG_MAPS, body: configMap(NAME, 'new') });
  }
  const figures: Figure[] = [];
  for (const watchers of WATCHERS) {
    const who = watchers === 1 ? '1 watcher' : `${watchers} watchers`;
    const measurements = ['p50', 'p99'].map((share) => ({ name: `watch latency ${share}, ${who}`, unit: 'ms' }));
    figures.push(
      ...(await compare(duel, rounds, measurements, async ({ client }, round) => {
        const latencies = await eventLatencies(client, watchers, `${watchers}-${round}`);
        return [quantile(latencies, 0.5), quantile(latencies, 0.99)];
      })),
    );
  }
  return figures;
}

async function eventLatencies(client: LoadClient, watchers: number, series: string): Promise<number[]> {
  const { metadata } = await client.json<{ metadata: { resourceVersion: string } }>({
    method: 'GET',
    path: `${CONFIG_MAPS}/${NAME}`,
  });
  const path = `${CONFIG_MAPS}?watch=1&resourceVersion=${metadata.resourceVersion}`;
  const arrivals = new Arrivals(watchers);
  const opening = Array.from({ length: watchers }, () => client.watch(path, (line) => arrivals.see(line)));
  const watches = await Promise.all(opening);
  try {
    for (let write = 0; write < WRITES; write++) {
      const mark = `write-${series}-${write}`;
      const seen = arrivals.expect(mark);
      await client.call({ method: 'PUT', path: `${CONFIG_MAPS}/${NAME}`, body: configMap(NAME, mark) });
      await seen;
    }
    return arrivals.latencies;
  } finally {
    for (const close of watches) close();
  }
}

/** Notes when the event of the last write came to each watcher. */
class Arrivals {
  readonly latencies: number[] = [];
  readonly #watchers: number;
  #mark = '';
  #sentAt = 0;
  #missing = 0;
  #done = (): void => undefined;

  constructor(watchers: number) {
    this.#watchers = watchers;
  }

  /** To be called right before the write. @returns what resolves when every watcher has seen its event */
  expect(mark: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`${this.#missing} watchers miss ${mark}`)), EVENT_TIMEOUT_MS);
    this.#mark = `"mark":"${mark}"`;
    this.#missing = this.#watchers;
    this.#done = () => {
      clearTimeout(timer);
      resolve();
    };
    this.#sentAt = performance.now();
    return promise;
  }

  see(line: string): void {
    if (!line.includes(this.#mark)) return;
    this.latencies.push(performance.now() - this.#sentAt);
    if (--this.#missing === 0) this.#done();
  }
}
