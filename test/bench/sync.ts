import { request } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSyncFixture, JOB, type SyncFixture } from './sync-fixture.ts';
import { HEADER, median, paired, row } from './statistics.ts';

const UPSTREAM = { files: 20_000, bytes: 400_000_000 };
const NO_CHANGE_ROUNDS = 20;
const INITIAL_ROUNDS = 6;
const CALL_TIMEOUT_MS = 300_000;

/** Milliseconds that the way from command to final status may add to bare rsync. */
const OVERHEAD_GOAL = 50;
const THROUGHPUT_GOAL = 0.98;

const BARE = 'bare rsync';
const SAME = 'bare rsync, options of Durasync';
const WHOLE = 'durasync mirror start --wait (whole process)';

/** Bare rsync against Durasync, in turn, on the same machine in the same run. */
export async function benchSync(say: (line: string) => void): Promise<void> {
  say(`Upstream: ${UPSTREAM.files} files, ${UPSTREAM.bytes / 1e6} MB, rsync daemon on loopback. Times in ms.\n`);
  const fixture = await createSyncFixture(UPSTREAM);
  try {
    await noChange(fixture, say);
    await initial(fixture, say);
  } finally {
    await fixture.close();
  }
}

async function noChange(fixture: SyncFixture, say: (line: string) => void): Promise<void> {
  const bare: number[] = [];
  const same: number[] = [];
  const cli: number[] = [];
  const api: number[] = [];
  for (let round = 0; round < NO_CHANGE_ROUNDS; round += 1) {
    bare.push(await fixture.bare());
    same.push(await fixture.bareSameOptions());
    cli.push(await fixture.throughCli());
    api.push(await throughApi(fixture));
  }
  say(`No-change run, ${NO_CHANGE_ROUNDS} rounds\n${HEADER}`);
  say(row(BARE, bare));
  say(row(SAME, same));
  say(row(WHOLE, cli));
  say(row('command accepted by the API → final status', api));
  for (const [name, than] of [[BARE, bare] as const, [SAME, same] as const]) {
    const over = (samples: readonly number[]) => paired(samples, than, (a, b) => a - b);
    const ratio = paired(cli, than, (a, b) => a / b);
    say(`\ncompared with ${name}`);
    say(row('  overhead of the whole process', over(cli)));
    say(row('  overhead of command → final status', over(api)));
    say(`  p50 ${median(over(api)).toFixed(1)} ms (goal ≤ ${OVERHEAD_GOAL})`);
    say(row('  ratio of the whole process', ratio, 3));
  }
  say('');
}

async function initial(fixture: SyncFixture, say: (line: string) => void): Promise<void> {
  const bare: number[] = [];
  const same: number[] = [];
  const cli: number[] = [];
  for (let round = 0; round < INITIAL_ROUNDS; round += 1) {
    // Emptied before each, not each group: whoever wrote last would leave its pages to be written out in the next one's time.
    const turns = [
      () => fixture.bare().then((ms) => bare.push(ms)),
      () => fixture.bareSameOptions().then((ms) => same.push(ms)),
      () => fixture.throughCli().then((ms) => cli.push(ms)),
    ];
    for (const turn of rotated(turns, round)) {
      await fixture.empty();
      await turn();
    }
  }
  say(`Initial run, ${INITIAL_ROUNDS} rounds\n${HEADER}`);
  say(row(BARE, bare));
  say(row(SAME, same));
  say(row(WHOLE, cli));
  for (const [name, than] of [[BARE, bare] as const, [SAME, same] as const]) {
    const throughput = paired(than, cli, (a, b) => a / b);
    say(row(`throughput compared with ${name}`, throughput, 3));
    say(`p50 ${median(throughput).toFixed(3)} (goal ≥ ${THROUGHPUT_GOAL})`);
  }
  say('');
}

/** Another one first in each round, so that none always comes after the same. */
const rotated = <T>(items: readonly T[], by: number): T[] => items.map((_, at) => items[(at + by) % items.length] as T);

/** Milliseconds from sending the command to the event that tells the final status. */
async function throughApi({ stack }: SyncFixture): Promise<number> {
  const token = await readFile(join(stack.stateDir, 'credentials', 'admin.token'), 'utf8');
  const url = `${stack.stack.apiUrl}/api/v1/namespaces/default/jobs/${JOB}/commands`;
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream', 'content-type': 'application/json' };
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, timeout: CALL_TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (/^event: ?end$/m.test(text)) resolve();
      });
      response.once('end', () => reject(new Error(`the stream ended without an end: ${text.slice(-500)}`)));
    });
    sent.once('error', reject);
    sent.end(JSON.stringify({ command: 'start' }));
  });
  return performance.now() - startedAt;
}
