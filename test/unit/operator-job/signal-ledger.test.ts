import { expect, test } from '@jest/globals';
import { SignalLedger } from '../../../operator/job/workflow/signal-ledger.ts';
import type { Job } from '../../../resources/job/job.ts';
import { sampleJob } from './sample-job.ts';

const HEAL_MS = 9_000;

const job = (metadata: object, observedGeneration?: number): Job => ({
  ...sampleJob({ metadata }),
  ...(observedGeneration !== undefined && { status: { observedGeneration } }),
});

test('a Job that is new is told, and then rests until it changes', () => {
  const ledger = new SignalLedger(HEAL_MS);
  expect(ledger.due('k', job({}), 0)).toBe('signal');
  ledger.settled('k', job({}), 0);
  expect(ledger.due('k', job({}), HEAL_MS - 1)).toBe('nothing');
  expect(ledger.due('k', job({ generation: 2 }), 1)).toBe('signal');
  expect(ledger.due('k', job({ uid: 'uid-2' }), 1)).toBe('signal');
});

test('after a restart a Job whose workflow goes by its spec is only looked at', () => {
  expect(new SignalLedger(HEAL_MS).due('k', job({ generation: 3 }, 3), 0)).toBe('check');
  expect(new SignalLedger(HEAL_MS).due('k', job({ generation: 3 }, 2), 0)).toBe('signal');
});

test('a Job whose status goes by a later generation than it has is told until the status follows', () => {
  const ledger = new SignalLedger(HEAL_MS);
  const restored = job({ generation: 3 }, 5);
  expect(ledger.due('k', restored, 0)).toBe('signal');
  ledger.settled('k', restored, 0);
  expect(ledger.due('k', restored, 1)).toBe('signal');
  expect(ledger.due('k', job({ generation: 3 }, 3), 2)).toBe('nothing');
});

test('a workflow is looked at again after a while, and told when it is behind', () => {
  const ledger = new SignalLedger(HEAL_MS);
  ledger.settled('k', job({}), 0);
  expect(ledger.due('k', job({}, 1), HEAL_MS)).toBe('check');
  expect(ledger.due('k', job({}), HEAL_MS)).toBe('signal');
});
