import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { temporalLog } from '../../../activities/worker/temporal-log.ts';

function capture() {
  const lines: Record<string, unknown>[] = [];
  const logger = pino(
    { level: 'info' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { lines, log: temporalLog(logger, ['Activity failed']) };
}

test('an error in the metadata is told whole', () => {
  const { lines, log } = capture();
  log.warn('Poll failed', { error: new TypeError('no route'), taskQueue: 'q' });
  expect(lines).toMatchObject([
    { level: 40, msg: 'Poll failed', taskQueue: 'q', err: { type: 'TypeError', message: 'no route' } },
  ]);
  expect(lines[0]).not.toHaveProperty('error');
});

test('what every worker of activities says, what is said twice, and what is not a warning stays out', () => {
  const { lines, log } = capture();
  log.warn('No workflows registered, not polling for workflow tasks');
  log.info('No Nexus services registered, not polling for Nexus tasks');
  log.warn('Activity failed', { error: new Error('x') });
  log.info('Worker state changed', { state: 'RUNNING' });
  log.error('Worker failed');
  expect(lines.map(({ msg }) => msg)).toEqual(['Worker failed']);
});

test('the SDK still says it in these words', async () => {
  const source = await readFile(createRequire(import.meta.url).resolve('@temporalio/worker/lib/worker.js'), 'utf8');
  expect(source).toContain("'No workflows registered, not polling for workflow tasks'");
  expect(source).toContain("'No Nexus services registered, not polling for Nexus tasks'");
});
