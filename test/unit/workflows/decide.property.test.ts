import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../../workflows/core/machine/decide.ts';
import { answerOf } from '../../../workflows/core/machine/handle-command.ts';
import {
  initialMachine,
  jobState,
  type Effect,
  type JobEvent,
  type JobMachine,
} from '../../../workflows/core/machine/job-machine.ts';
import { attemptPause, pauseNews } from '../../../workflows/core/attempt-pause.ts';
import { FAILURE_CLASSES } from '../../../workflows/core/failure-class.ts';
import { projectStatus } from '../../../workflows/core/status/project-status.ts';
import { COMMANDS } from '../../../workflows/messages.ts';
import { jobConfig } from '../../support/job-config.ts';
import { reconcileInput, syncResult } from '../../support/temporal/job-fixture.ts';

interface Step {
  readonly event: JobEvent | 'endRun' | 'failAttempt';
  readonly ok: boolean;
  readonly wait: number;
}

const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');

const commandEvent = fc.record({
  type: fc.constant('command' as const),
  command: fc.record(
    {
      commandId: fc.integer({ min: 0, max: 40 }).map((id) => `c${id}`),
      command: fc.constantFrom(...COMMANDS),
      force: fc.boolean(),
    },
    { requiredKeys: ['commandId', 'command'] },
  ),
});

const reconcileEvent = fc
  .record({
    generation: fc.integer({ min: 1, max: 5 }),
    upstream: fc.constantFrom('rsync://a.example/m/', 'rsync://b.example/m/'),
    interval: fc.constantFrom('1h', '6h'),
    uid: fc.constantFrom('uid-1', 'uid-1', 'uid-1', 'uid-2'),
  })
  .map(({ generation, uid, ...config }) => ({
    type: 'reconcile' as const,
    input: reconcileInput({ generation, uid, config: jobConfig(config) }),
  }));

const step: fc.Arbitrary<Step> = fc.record({
  event: fc.oneof(
    { weight: 4, arbitrary: commandEvent },
    { weight: 1, arbitrary: reconcileEvent },
    { weight: 3, arbitrary: fc.constant('endRun' as const) },
    { weight: 3, arbitrary: fc.constant('failAttempt' as const) },
    { weight: 3, arbitrary: fc.constant({ type: 'timerDue' as const }) },
  ),
  ok: fc.boolean(),
  wait: fc.integer({ min: 0, max: 3 * HOUR }),
});

interface Moment {
  readonly before: JobMachine;
  readonly after: JobMachine;
  readonly event: JobEvent;
  readonly effects: readonly Effect[];
  readonly now: number;
}

/** Lives a Job through the steps; `endRun` ends whatever run is under way. */
function live(steps: readonly Step[]): Moment[] {
  let machine = initialMachine('mirrors', 'debian');
  let now = START;
  const moments: Moment[] = [];
  const apply = (event: JobEvent): void => {
    const { state, effects } = decide(machine, event, now);
    moments.push({ before: machine, after: state, event, effects, now });
    machine = state;
  };
  apply({ type: 'reconcile', input: reconcileInput({ config: jobConfig({ interval: '1h' }) }) });
  for (const { event, ok, wait } of steps) {
    now += wait;
    const toApply = typeof event === 'string' ? ofRun(event, machine, { ok, now, wait }) : event;
    if (toApply !== null) apply(toApply);
  }
  return moments;
}

function ofRun(
  what: 'endRun' | 'failAttempt',
  { run }: JobMachine,
  { ok, now, wait }: { ok: boolean; now: number; wait: number },
): JobEvent | null {
  if (run === null) return null;
  return what === 'endRun' ? endOf(run.seq, ok, wait) : pauseOf(run.seq, now, wait);
}

function endOf(seq: number, ok: boolean, salt: number): JobEvent {
  if (ok) return { type: 'runEnded', seq, outcome: { ok, result: syncResult({ size: salt % 2 === 0 ? 0 : salt }) } };
  const errorClass = FAILURE_CLASSES[salt % FAILURE_CLASSES.length] ?? 'Unknown';
  return { type: 'runEnded', seq, outcome: { ok, errorClass, message: 'why' } };
}

/** A run's attempt failed and is made again later, or goes on. */
function pauseOf(seq: number, now: number, salt: number): JobEvent {
  const attempt = 1 + (salt % 3);
  if (salt % 4 === 0) return { type: 'runWaiting', seq, waitingFor: null, attempt };
  const errorClass = FAILURE_CLASSES[salt % FAILURE_CLASSES.length] ?? 'Unknown';
  const until = now + attemptPause(errorClass, attempt);
  return { type: 'runWaiting', seq, attempt, ...pauseNews({ errorClass, message: 'why', until }, attempt, 4) };
}

const starts = ({ effects }: Moment): number => effects.filter(({ type }) => type === 'startRun').length;

function always(check: (moment: Moment, index: number, all: readonly Moment[]) => void): void {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => live(steps).forEach(check)),
    { numRuns: 300 },
  );
}

describe('whatever happens to a Job', () => {
  test('two runs are never under way at once', () => {
    always((moment) => {
      const ended = moment.event.type === 'runEnded' || moment.before.run === null;
      expect(starts(moment)).toBeLessThanOrEqual(ended ? 1 : 0);
    });
  });

  test('every run has a number of its own', () => {
    always((moment) => expect(moment.after.runSeq).toBe(moment.before.runSeq + starts(moment)));
  });

  test('a disabled Job starts nothing', () => {
    always((moment) => {
      if (moment.after.mode === 'disabled') expect(starts(moment)).toBe(0);
    });
  });

  test('a paused Job starts only what a user asked for', () => {
    always((moment) => {
      if (moment.after.mode !== 'paused' || starts(moment) === 0) return;
      expect(['command', 'restart', 'created']).toContain(moment.after.trigger);
    });
  });

  test('a command given again changes nothing and has the same answer', () => {
    always(({ after, event, now }) => {
      if (event.type !== 'command') return;
      const again = decide(after, event, now + HOUR);
      expect(again).toEqual({ state: after, effects: [] });
      expect(answerOf(again.state, event.command.commandId)).toBeDefined();
    });
  });

  test('an active Job at rest has a next start', () => {
    always(({ after }) => {
      if (after.mode === 'active' && after.run === null) expect(after.next).not.toBeNull();
    });
  });

  test('the schedule never starts a run before the interval after the end of the last', () => {
    always((moment) => {
      const { before, after, now } = moment;
      if (starts(moment) === 0 || after.trigger !== 'schedule' || before.scheduleFrom === null) return;
      expect(now).toBeGreaterThanOrEqual(before.scheduleFrom + HOUR);
    });
  });

  test('a run under way can always be brought to an end, and a removed Job ends', () => {
    always(({ after, now }) => {
      const removed = decide(after, { type: 'remove' }, now);
      const end = after.run === null ? removed : decide(removed.state, endOf(after.run.seq, false, 0), now);
      expect(end.effects).toContainEqual({ type: 'finish' });
    });
  });

  test('from every state enable, resume and a forced start lead to a run', () => {
    always(({ after, now }) => {
      const commands = (['enable', 'resume', 'start'] as const).map((command) => ({
        type: 'command' as const,
        command: { commandId: `way-out-${command}`, command, force: true },
      }));
      const state = commands.reduce((machine, event) => decide(machine, event, now).state, after);
      const rested = state.run === null ? state : decide(state, endOf(state.run.seq, true, 1), now).state;
      expect(state.run ?? rested.run ?? rested.next).not.toBeNull();
    });
  });

  test('a known size is never lost, lastUpdate moves only with a success, lastStarted only with a start', () => {
    always((moment) => {
      const { before, after, event } = moment;
      if (event.type === 'reconcile') return;
      const [old, status] = [projectStatus(before), projectStatus(after)];
      if (old.size !== undefined) expect(status.size).toBeGreaterThan(0);
      if (status.lastUpdate !== old.lastUpdate)
        expect(event).toMatchObject({ type: 'runEnded', outcome: { ok: true } });
      if (status.lastEnded !== old.lastEnded) expect(event.type).toBe('runEnded');
      if (status.lastStarted !== old.lastStarted) expect(starts(moment)).toBe(1);
    });
  });

  test('a stopped run leaves the result of the last one', () => {
    always(({ before, after, event }) => {
      if (event.type !== 'runEnded' || event.outcome.ok || (before.run?.cancel ?? null) === null) return;
      expect(after).toMatchObject({ lastResult: before.lastResult, lastEnded: before.lastEnded, error: before.error });
    });
  });

  test('only a run that waits between attempts is told of changes, and one that goes on is told what holds now', () => {
    always(({ before, after, event, effects }) => {
      const told = effects.find((effect) => effect.type === 'amendRun');
      if (told === undefined) return;
      expect(event.type === 'runWaiting' ? event.failed : before.run?.failed).toBeTruthy();
      const { generation, config } = after.desired ?? {};
      expect(told.amendment).toMatchObject({ generation, config, atOnce: after.run?.failed === null });
      expect(after.run).toMatchObject({ seq: told.seq, outdated: 'no' });
    });
  });

  test('a run that waits between attempts says what failed and when it goes on', () => {
    always(({ after }) => {
      const failed = after.run?.failed ?? null;
      if (failed === null || after.run?.cancel !== null) return;
      const { errorClass, errorMsg, waitingFor, progress } = projectStatus(after);
      expect({ errorClass, errorMsg, progress }).toEqual({
        errorClass: failed.errorClass,
        errorMsg: 'why',
        progress: null,
      });
      expect(waitingFor).toMatch(/^Attempt \d of 4 at 2/);
    });
  });

  test('the answer tells the state after the command', () => {
    always(({ after, before, event }) => {
      if (event.type !== 'command' || answerOf(before, event.command.commandId) !== undefined) return;
      const answer = answerOf(after, event.command.commandId);
      expect(answer).toMatchObject({ state: jobState(after), runSeq: after.runSeq });
      expect(answer?.message).toMatch(/^[A-Z].*\.$/);
    });
  });
});
