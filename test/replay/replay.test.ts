import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { RecordedHistory } from '../support/temporal/recorded-history.ts';
import { replay } from '../support/temporal/replay.ts';

const folder = new URL('histories/', import.meta.url);

const read = (file: string): RecordedHistory =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as RecordedHistory;

describe('the workflows of today', () => {
  test.each(readdirSync(folder))('go on with the history %s as it was decided', async (file) => {
    await replay(read(file));
  });

  test('are refused a history that they would not have made', async () => {
    const { workflowId, history } = read('run-retried.json');
    const changed = history.events.map((event) =>
      event['eventType'] === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED' ? { ...event, ...TIMER } : event,
    );
    await expect(replay({ workflowId, history: { events: changed } })).rejects.toThrow();
  });
});

const TIMER = {
  eventType: 'EVENT_TYPE_TIMER_STARTED',
  activityTaskScheduledEventAttributes: undefined,
  timerStartedEventAttributes: { timerId: '1', startToFireTimeout: { seconds: 1 } },
};
