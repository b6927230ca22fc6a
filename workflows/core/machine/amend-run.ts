import { RESPECTED_BY_START } from '../schedule/backoff.ts';
import type { RunWaiting } from '../../run-messages.ts';
import type { ActiveRun, Decision, JobMachine } from './job-machine.ts';

/** Takes up what a run says it waits for; one that waits between attempts is told how the spec has changed meanwhile. */
export function handleRunWaiting(state: JobMachine, news: RunWaiting): Decision {
  const { run } = state;
  // The run of a Job that was made anew has nothing to say about the new one.
  if (run?.seq !== news.seq || run.cancel === 'replaced') return { state, effects: [] };
  const { waitingFor, failed = null, attempt = state.attempt } = news;
  const heard = { ...state, attempt, run: { ...run, waitingFor, failed } };
  return amendWaiting(heard, heard.run);
}

/** A changed spec counts from the next attempt on. */
export function amendChanged(state: JobMachine, run: ActiveRun, fetch: boolean): Decision {
  const outdated: ActiveRun = { ...run, outdated: fetch || run.outdated === 'fetch' ? 'fetch' : 'spec' };
  return amendWaiting({ ...state, run: outdated }, outdated);
}

/** A change that may mend what failed ends the wait for the next attempt, but for an upstream that asked for peace. */
function amendWaiting(state: JobMachine, run: ActiveRun): Decision {
  const { failed, outdated, cancel } = run;
  if (failed === null || outdated === 'no' || cancel !== null) return { state, effects: [] };
  return amendRun(state, run, outdated === 'fetch' && !RESPECTED_BY_START.has(failed.errorClass));
}

/** Tells the run what holds from its next attempt on. */
export function amendRun(state: JobMachine, run: ActiveRun, atOnce: boolean): Decision {
  if (state.desired === null) return { state, effects: [] };
  const { generation, config } = state.desired;
  const { seq, allowDelete } = run;
  const going = atOnce ? { waitingFor: null, failed: null } : {};
  return {
    state: { ...state, run: { ...run, ...going, outdated: 'no' } },
    effects: [{ type: 'amendRun', seq, amendment: { generation, config, allowDelete, atOnce } }],
  };
}
