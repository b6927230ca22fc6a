import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { stayOnline } from '../../../sync-worker/stay-online.ts';

test('an idle worker says again and again that it is there, whatever fails, until it stops', async () => {
  const stop = new AbortController();
  const told: unknown[] = [];
  const kubernetes = {
    patch: async (_ref: unknown, key: unknown, patch: { readonly body: unknown }): Promise<never> => {
      told.push([key, patch.body]);
      if (told.length === 1) throw new Error('away');
      if (told.length === 3) stop.abort();
      return undefined as never;
    },
  };
  const job = { namespace: 'default', name: 'debian' };
  const logger = pino({ level: 'silent' });
  await stayOnline({ kubernetes, job, logger, signal: stop.signal, everyMs: 1 });
  const now = { status: { lastOnline: expect.stringMatching(/^\d{4}-.*Z$/) } };
  expect(told).toEqual([1, 2, 3].map(() => [job, now]));
});
